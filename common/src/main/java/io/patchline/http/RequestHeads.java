package io.patchline.http;

import io.netty.bootstrap.ChannelInitializerExtension;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.vertx.core.http.HttpServerOptions;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Has the requests of each connection decoded by a {@link BoundedDecoder}, from its first byte on. Neither Netty nor Vert.x bounds how many headers a request has, only their bytes, and a header of three bytes takes fifty times that
 * in memory, also while its request has not come whole. Vert.x makes its decoder itself and asks nobody; Netty lets an extension look at each connection that a server takes.
 *
 * <p>Public because Netty finds it as a service. Safe for use by several threads.
 */
public final class RequestHeads extends ChannelInitializerExtension {
    private static final AtomicReference<HttpServerOptions> OPTIONS = new AtomicReference<>();

    /** For Netty. */
    public RequestHeads() {}

    /** Before anything has used Netty, which asks once whether there are extensions. */
    public static void register() {
        System.setProperty(EXTENSIONS_SYSTEM_PROPERTY, "serviceload");
    }

    /**
     * Before the server listens.
     *
     * @param options its bounds of lines, headers and chunks stay
     */
    public static void bound(HttpServerOptions options) {
        OPTIONS.set(options);
    }

    @Override
    public void postInitializeServerChildChannel(Channel channel) {
        Optional.ofNullable(OPTIONS.get())
                .ifPresent(options -> channel.pipeline().addFirst(new FirstBytes(options)));
    }

    /** The decoder is there when the first bytes come, and has seen none of them. */
    private static final class FirstBytes extends ChannelInboundHandlerAdapter {
        private final HttpServerOptions options;

        private FirstBytes(HttpServerOptions options) {
            this.options = options;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ChannelPipeline pipeline = context.pipeline();
            if (message instanceof ByteBuf && pipeline.get(HttpRequestDecoder.class) != null) {
                ChannelHandler unused = pipeline.replace(
                        HttpRequestDecoder.class,
                        pipeline.context(HttpRequestDecoder.class).name(),
                        new BoundedDecoder(options));
                pipeline.remove(this);
            }
            context.fireChannelRead(message);
        }
    }
}
