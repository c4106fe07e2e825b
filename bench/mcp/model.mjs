// A model on loopback that answers with the tool calls of a script: Anthropic's Messages API and OpenAI's Responses API, both as server-sent events.
import http from 'node:http';

const PREFIX = 'mcp__patchline__';

/**
 * @param script a generator: yields {tool, args} or {text}; is sent back the text of what the tool answered
 */
export function scriptedModel(script, log) {
  const steps = script();
  const answers = new Map();
  let last = Promise.resolve();

  /** The step with this number; each is asked for once, in order, with the result of the one before. */
  function step(number, result) {
    if (!answers.has(number)) {
      if (number > 0) log.result(result);
      const next = steps.next(number === 0 ? undefined : result);
      answers.set(number, settled(next));
      last = answers.get(number).then(value => log.call(value));
    }
    return answers.get(number);
  }

  /** A pause is the model's: it thinks, and then says what comes next. */
  async function settled({ value, done }) {
    if (done) return { text: 'Done.' };
    if (!value.pause) return value;
    await new Promise(resolve => setTimeout(resolve, value.pause));
    return settled(steps.next());
  }

  const server = http.createServer((request, response) => {
    let body = '';
    request.on('data', chunk => { body += chunk; });
    request.on('end', async () => {
      const path = new URL(request.url, 'http://x').pathname;
      const asked = body ? JSON.parse(body) : {};
      if (path.endsWith('/messages')) return messages(asked, response, step);
      if (path.endsWith('/responses')) return responses(asked, response, step);
      response.writeHead(path.endsWith('/count_tokens') ? 200 : 404, { 'content-type': 'application/json' });
      response.end(path.endsWith('/count_tokens') ? '{"input_tokens":10}' : '{"error":{"message":"not here"}}');
    });
  });
  return new Promise(resolve => server.listen(0, '127.0.0.1', () => resolve({
    url: `http://127.0.0.1:${server.address().port}`,
    close: async () => { await last; server.close(); server.closeAllConnections(); },
  })));
}

function text(content) {
  if (typeof content === 'string') return content;
  return (content ?? []).map(part => part.text ?? JSON.stringify(part)).join('\n');
}

async function messages(asked, response, step) {
  const turns = (asked.messages ?? []).filter(message => message.role === 'assistant').length;
  const results = (asked.messages ?? []).flatMap(message => Array.isArray(message.content) ? message.content : []).filter(part => part.type === 'tool_result');
  const answer = (asked.tools ?? []).length === 0 ? { text: 'scripted' } : await step(turns, results.length ? text(results.at(-1).content) : '');
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const event = (type, data) => response.write(`event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`);
  event('message_start', { message: { id: `msg_${turns}`, type: 'message', role: 'assistant', model: asked.model, content: [], stop_reason: null, usage: { input_tokens: 1, output_tokens: 1 } } });
  if (answer.tool) {
    event('content_block_start', { index: 0, content_block: { type: 'tool_use', id: `toolu_${turns}_${Date.now()}`, name: answer.builtin ? answer.tool : PREFIX + answer.tool, input: {} } });
    event('content_block_delta', { index: 0, delta: { type: 'input_json_delta', partial_json: JSON.stringify(answer.args) } });
  } else {
    event('content_block_start', { index: 0, content_block: { type: 'text', text: '' } });
    event('content_block_delta', { index: 0, delta: { type: 'text_delta', text: answer.text } });
  }
  event('content_block_stop', { index: 0 });
  event('message_delta', { delta: { stop_reason: answer.tool ? 'tool_use' : 'end_turn' }, usage: { output_tokens: 5 } });
  event('message_stop', {});
  response.end();
}

async function responses(asked, response, step) {
  const items = Array.isArray(asked.input) ? asked.input : [];
  const calls = items.filter(item => item.type === 'function_call').length;
  const outputs = items.filter(item => item.type === 'function_call_output');
  const output = outputs.length ? outputs.at(-1).output : '';
  const answer = await step(calls, text(output?.content ?? output));
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const event = (type, data) => response.write(`event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`);
  const id = `resp_${calls}`;
  event('response.created', { response: { id } });
  const space = (asked.tools ?? []).find(tool => tool.type === 'namespace' && tool.name.startsWith('mcp__patchline'));
  const item = answer.tool
    ? { type: 'function_call', id: `fc_${calls}`, call_id: `call_${calls}`, arguments: JSON.stringify(answer.args), ...(space ? { name: answer.tool, namespace: space.name } : { name: PREFIX + answer.tool }) }
    : { type: 'message', id: `msg_${calls}`, role: 'assistant', content: [{ type: 'output_text', text: answer.text }] };
  event('response.output_item.done', { output_index: 0, item });
  event('response.completed', { response: { id, usage: { input_tokens: 1, input_tokens_details: null, output_tokens: 1, output_tokens_details: null, total_tokens: 2 } } });
  response.end();
}
