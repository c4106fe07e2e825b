-- Submits patches: wrk … -- TOKEN BODY-BYTES LANES [wait]
-- Without "wait" a success is 202; with it, 200 and an outcome that succeeded.
local workers = {}
local count = 0
bad = 0 -- global: done() asks for it
local head, tail, lanes

function setup(thread)
  table.insert(workers, thread)
end

function init(arguments)
  local size = tonumber(arguments[2])
  lanes = tonumber(arguments[3])
  wrk.method = "POST"
  wrk.headers["Content-Type"] = "application/json"
  wrk.headers["Authorization"] = "Bearer " .. arguments[1]
  if arguments[4] == "wait" then
    wrk.headers["Prefer"] = "wait=30"
    response = want_success -- looking at every answer costs the client time, and an accepted patch is told by its status code
  end
  head = '{"role":"command_patch","patch":"true","target_file":"lane-'
  tail = '","description":"'
  tail = tail .. string.rep("x", math.max(0, size - #head - #tail - 5)) .. '"}'
end

function request()
  count = count + 1
  return wrk.format(nil, nil, nil, head .. (count % lanes) .. tail)
end

function want_success(status, headers, body)
  if status ~= 200 or not body:find('"succeeded"', 1, true) then
    bad = bad + 1
    if bad == 1 then print(status, body) end
  end
end

function done(summary, latency, requests)
  local wrong = 0
  for _, worker in ipairs(workers) do wrong = wrong + worker:get("bad") end
  local errors = summary.errors
  io.write(string.format('RESULT {"requests": %d, "micros": %d, "p50": %.1f, "p99": %.1f, "bad": %d}\n', summary.requests, summary.duration,
    latency:percentile(50), latency:percentile(99), wrong + errors.status + errors.connect + errors.read + errors.write + errors.timeout))
end
