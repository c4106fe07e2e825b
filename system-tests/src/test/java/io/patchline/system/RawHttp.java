package io.patchline.system;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** One connection to a service over HTTP/1.1 on which anything can be sent: also what an ordinary client would correct or refuse. Opened again when the service closes it. */
final class RawHttp implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final int port;
    private Socket socket = new Socket();
    private InputStream in = InputStream.nullInputStream();

    RawHttp(int port) {
        this.port = port;
    }

    /** @param target as it stands in the first line, with nothing encoded for it */
    record Request(String method, String target, List<Map.Entry<String, String>> headers, byte[] body) {
        private static final int SHOWN = 600;

        Request with(String header, String value) {
            List<Map.Entry<String, String>> others = headers.stream()
                    .filter(entry -> !entry.getKey().equalsIgnoreCase(header))
                    .collect(Collectors.toCollection(java.util.ArrayList::new));
            others.add(Map.entry(header, value));
            return new Request(method, target, List.copyOf(others), body);
        }

        Request without(String header) {
            return new Request(
                    method,
                    target,
                    headers.stream()
                            .filter(entry -> !entry.getKey().equalsIgnoreCase(header))
                            .toList(),
                    body);
        }

        private byte[] head() {
            StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: localhost\r\n");
            headers.forEach(header -> head.append(header.getKey())
                    .append(": ")
                    .append(header.getValue())
                    .append("\r\n"));
            if (body.length > 0 || method.equals("POST")) {
                head.append("Content-Length: ").append(body.length).append("\r\n");
            }
            return head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public String toString() {
            String shown = method + " " + target + " "
                    + without("Authorization").headers() + " " + new String(body, StandardCharsets.UTF_8);
            return shown.length() <= SHOWN ? shown : shown.substring(0, SHOWN) + "…";
        }
    }

    /** @param headers by their names in lower case; of an event stream there is no body, for it has no end */
    record Answer(int status, Map<String, String> headers, byte[] body) {
        /** Without parameters; empty if there is none. */
        String mediaType() {
            return headers.getOrDefault("content-type", "").split(";", 2)[0].strip();
        }

        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    Answer send(Request request) throws IOException {
        if (socket.isClosed() || !socket.isConnected()) {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout((int) PATIENCE.toMillis());
            in = new BufferedInputStream(socket.getInputStream());
        }
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(request.head());
        whole.writeBytes(request.body());
        socket.getOutputStream().write(whole.toByteArray());
        return answer();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private Answer answer() throws IOException {
        String first = line();
        if (!first.matches("HTTP/1\\.[01] \\d{3} .*")) {
            close();
            throw new IOException("no answer but \"" + first + "\"");
        }
        int status = Integer.parseInt(first.substring(9, 12));
        Map<String, String> headers = new TreeMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            String[] header = line.split(":", 2);
            headers.put(header[0].toLowerCase(Locale.ROOT), header[1].strip());
        }
        Answer answer = new Answer(status, headers, new byte[0]);
        if (answer.mediaType().equals("text/event-stream")) {
            close();
            return answer;
        }
        byte[] body = body(headers);
        if ("close".equalsIgnoreCase(headers.get("connection")) || first.startsWith("HTTP/1.0")) {
            close();
        }
        return new Answer(status, headers, body);
    }

    private byte[] body(Map<String, String> headers) throws IOException {
        if ("chunked".equals(headers.get("transfer-encoding"))) {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            for (int size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
                body.writeBytes(in.readNBytes(size));
                line();
            }
            line();
            return body.toByteArray();
        }
        return in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            line.write(next);
        }
        return line.toString(StandardCharsets.UTF_8).strip();
    }
}
