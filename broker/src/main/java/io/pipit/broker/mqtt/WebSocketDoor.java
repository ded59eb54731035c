package io.pipit.broker.mqtt;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.util.ReferenceCountUtil;
import io.pipit.broker.metrics.MqttMetrics;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/**
 * MQTT inside of WebSocket (MQTT 5, 6): the path {@code /mqtt}, the sub-protocol {@code mqtt},
 * binary frames, whose boundaries mean nothing. Pages of other hosts are turned away. Confined to
 * the event loop of its channel.
 */
final class WebSocketDoor {

  static final String PATH = "/mqtt";

  private static final int MAX_LINE = 4_096;
  private static final int MAX_HEADERS = 8_192;

  /** Bytes of the request and of a CONNECT in frames; more are not gathered for a stranger. */
  private static final int MAX_UNKNOWN = 32_768;

  private WebSocketDoor() {}

  /** Puts what speaks WebSocket in front of a connection. */
  static void addTo(ChannelPipeline pipeline, MqttOptions options, MqttConnection connection) {
    pipeline
        .addLast("unknown", new Unknown(connection))
        .addLast("http", new HttpServerCodec(MAX_LINE, MAX_HEADERS, MAX_HEADERS))
        .addLast("request", new HttpObjectAggregator(MAX_HEADERS))
        .addLast("gate", new Gate())
        .addLast(
            "websocket",
            new WebSocketServerProtocolHandler(
                WebSocketServerProtocolConfig.newBuilder()
                    .websocketPath(PATH)
                    .subprotocols("mqtt,mqttv3.1")
                    .maxFramePayloadLength(options.maxPacketBytes() + MAX_UNKNOWN)
                    .handshakeTimeoutMillis(options.limits().times().bind().toMillis())
                    .build()))
        .addLast("frames", new Frames());
    connection.beforeEnd(() -> sayClosed(pipeline.channel()));
  }

  @SuppressWarnings("FutureReturnValueIgnored") // the end of the connection follows
  private static void sayClosed(Channel channel) {
    channel.writeAndFlush(closing(WebSocketCloseStatus.NORMAL_CLOSURE));
  }

  private static CloseWebSocketFrame closing(WebSocketCloseStatus status) {
    return new CloseWebSocketFrame(status);
  }

  /**
   * Frames are gathered before anything of them is seen. Until the client has a session that is
   * bounded here, in bytes from the socket.
   */
  private static final class Unknown extends ChannelInboundHandlerAdapter {

    private final MqttConnection connection;
    private long bytes;

    Unknown(MqttConnection connection) {
      this.connection = connection;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      if (message instanceof ByteBuf read) {
        bytes += read.readableBytes();
      }
      ctx.fireChannelRead(message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
      if (connection.hasConnect()) {
        ctx.pipeline().remove(this);
      } else if (bytes > MAX_UNKNOWN) {
        connection.closeNow(MqttMetrics.End.LIMIT);
      }
      ctx.fireChannelReadComplete();
    }
  }

  /** Lets one request through that is what it has to be; afterwards, pings that can be answered. */
  private static final class Gate extends ChannelInboundHandlerAdapter {

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      if (message instanceof FullHttpRequest request) {
        Optional<HttpResponseStatus> refusal = refusal(request);
        if (refusal.isPresent()) {
          request.release();
          refuse(ctx, refusal.get());
          return;
        }
        request.setUri(PATH);
      } else if (message instanceof PingWebSocketFrame && !ctx.channel().isWritable()) {
        // Who does not read gets no pongs either: nothing bounds them but this.
        ReferenceCountUtil.release(message);
        return;
      }
      ctx.fireChannelRead(message);
    }

    /** Without its query, which is for whoever is in between, and a slash at the end. */
    private static String path(String uri) {
      String path = uri.substring(0, (uri + "?").indexOf('?'));
      return path.equals(PATH + "/") ? PATH : path;
    }

    private static Optional<HttpResponseStatus> refusal(FullHttpRequest request) {
      if (!request.decoderResult().isSuccess()) {
        return Optional.of(HttpResponseStatus.BAD_REQUEST);
      }
      if (!path(request.uri()).equals(PATH)) {
        return Optional.of(HttpResponseStatus.NOT_FOUND);
      }
      if (!request.headers().containsValue(HttpHeaderNames.UPGRADE, "websocket", true)) {
        return Optional.of(HttpResponseStatus.UPGRADE_REQUIRED);
      }
      String origin = request.headers().get(HttpHeaderNames.ORIGIN);
      if (origin != null && !isSameHost(origin, request.headers().get(HttpHeaderNames.HOST))) {
        return Optional.of(HttpResponseStatus.FORBIDDEN);
      }
      // [MQTT-6.0.0-3]
      boolean mqtt =
          request.headers().getAll(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL).stream()
              .flatMap(names -> Arrays.stream(names.split(",")))
              .map(String::strip)
              .anyMatch(name -> name.equals("mqtt") || name.equals("mqttv3.1"));
      return mqtt ? Optional.empty() : Optional.of(HttpResponseStatus.BAD_REQUEST);
    }

    /** A page may come from another port of its host. */
    private static boolean isSameHost(String origin, String host) {
      try {
        return host != null
            && Objects.equals(new URI(origin).getHost(), new URI("ws://" + host).getHost());
      } catch (URISyntaxException e) {
        return false;
      }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the listener is all that follows
    private static void refuse(ChannelHandlerContext ctx, HttpResponseStatus status) {
      DefaultFullHttpResponse response =
          new DefaultFullHttpResponse(
              HttpVersion.HTTP_1_1,
              status,
              Unpooled.copiedBuffer(status.reasonPhrase() + "\n", US_ASCII));
      response.headers().set(HttpHeaderNames.CONTENT_LENGTH, response.content().readableBytes());
      response.headers().set(HttpHeaderNames.CONNECTION, "close");
      if (status.equals(HttpResponseStatus.UPGRADE_REQUIRED)) {
        response.headers().set(HttpHeaderNames.UPGRADE, "websocket");
      }
      ctx.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
    }
  }

  /** Binary frames to bytes and back, without a copy. */
  private static final class Frames extends ChannelDuplexHandler {

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      if (message instanceof BinaryWebSocketFrame
          || message instanceof ContinuationWebSocketFrame) {
        ctx.fireChannelRead(((WebSocketFrame) message).content());
      } else if (message instanceof TextWebSocketFrame) {
        ReferenceCountUtil.release(message);
        refuseText(ctx); // [MQTT-6.0.0-1]
      } else {
        ReferenceCountUtil.release(message);
      }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the listener is all that follows
    private static void refuseText(ChannelHandlerContext ctx) {
      ctx.writeAndFlush(closing(WebSocketCloseStatus.INVALID_MESSAGE_TYPE))
          .addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // the promise is the caller's
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
      ctx.write(
          message instanceof ByteBuf bytes ? new BinaryWebSocketFrame(bytes) : message, promise);
    }
  }
}
