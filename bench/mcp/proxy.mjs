// A proxy on loopback that adds the token, for clients that can send none: as a tunnel does. Prints its address.
import http from 'node:http';

export function withToken(target, token) {
  const url = new URL(target);
  const server = http.createServer((request, response) => {
    const headers = { ...request.headers, authorization: `Bearer ${token}` };
    const onward = http.request({ host: url.hostname, port: url.port, method: request.method, path: request.url, headers }, answer => {
      response.writeHead(answer.statusCode, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', error => { response.writeHead(502); response.end(String(error)); });
    request.pipe(onward);
  });
  return new Promise(resolve => server.listen(0, '127.0.0.1', () => resolve({
    url: `http://127.0.0.1:${server.address().port}${url.pathname}`,
    close: () => server.close(),
  })));
}
