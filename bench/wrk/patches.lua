-- Submits patches: wrk … -- TOKEN BODY-BYTES LANES accepted|again|succeeded COMMAND
-- LANES are numbers with commas between. "accepted": a success is 202; "again": the same patch, with its id, for each lane; "succeeded": it waits for the
-- outcome, and a success is 200 and an outcome that succeeded.
local workers = {}
local count = 0
bad = 0 -- global: done() asks for it
local wanted, lanes, head, tail = nil, {}, {}, nil

function setup(thread)
  table.insert(workers, thread)
end

function init(arguments)
  local size = tonumber(arguments[2])
  for lane in arguments[3]:gmatch("%d+") do table.insert(lanes, lane) end
  wanted = arguments[4]
  wrk.method = "POST"
  wrk.headers["Content-Type"] = "application/json"
  wrk.headers["Authorization"] = "Bearer " .. arguments[1]
  if wanted == "succeeded" then
    wrk.headers["Prefer"] = "wait=30"
    response = want_success -- looking at every answer costs the client time, and an accepted patch is told by its status code
  end
  tail = '","description":"'
  for number, lane in ipairs(lanes) do
    local id = wanted == "again" and '"id":"again-' .. lane .. '",' or ""
    head[number] = "{" .. id .. '"role":"command_patch","patch":"' .. arguments[5] .. '","target_file":"lane-' .. lane
  end
  tail = tail .. string.rep("x", math.max(0, size - #head[1] - #tail - 2)) .. '"}'
end

function request()
  count = count + 1
  return wrk.format(nil, nil, nil, head[count % #lanes + 1] .. tail)
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
