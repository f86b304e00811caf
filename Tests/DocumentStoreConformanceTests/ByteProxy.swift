import NIOCore
import NIOPosix
import Synchronization

/// Passes bytes on to a server on this machine, until it is told to damage them or to stop.
final class ByteProxy: Sendable {
    private struct State {
        var passed = 0
        var damageAt: Int?
        var stopAt: Int?
    }

    private let state = Mutex(State())

    /// Changes one byte of what clients send, this many bytes from now.
    func damage(after count: Int) {
        state.withLock { $0.damageAt = $0.passed + count }
    }

    /// Lets nothing through any more once clients have sent this many bytes from now.
    func stop(after count: Int) {
        state.withLock { $0.stopAt = $0.passed + count }
    }

    /// Runs `body` with the address of a proxy for `port`.
    static func run(to port: Int, _ body: (ByteProxy, String) async throws -> Void) async throws {
        let proxy = ByteProxy()
        let server = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .bind(host: "127.0.0.1", port: 0) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        let address = "http://127.0.0.1:\(server.channel.localAddress?.port ?? 0)"
        let serving = Task {
            try await server.executeThenClose { clients in
                await withDiscardingTaskGroup { group in
                    do {
                        for try await client in clients {
                            group.addTask { try? await proxy.connect(client, to: port) }
                        }
                    } catch {}
                    group.cancelAll()
                }
            }
        }
        let result: Result<Void, any Error>
        do {
            result = .success(try await body(proxy, address))
        } catch {
            result = .failure(error)
        }
        serving.cancel()
        _ = await serving.result
        try result.get()
    }

    private func connect(_ client: NIOAsyncChannel<ByteBuffer, ByteBuffer>, to port: Int) async throws {
        let target = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        try await client.executeThenClose { fromClient, toClient in
            try await target.executeThenClose { fromTarget, toTarget in
                await withTaskGroup(of: Void.self) { group in
                    group.addTask {
                        do {
                            for try await bytes in fromClient {
                                guard let bytes = self.passed(bytes) else { break }
                                try await toTarget.write(bytes)
                            }
                        } catch {}
                    }
                    group.addTask {
                        do {
                            for try await bytes in fromTarget { try await toClient.write(bytes) }
                        } catch {}
                    }
                    await group.next()
                    group.cancelAll()
                }
            }
        }
    }

    /// Nil when nothing may pass.
    private func passed(_ bytes: ByteBuffer) -> ByteBuffer? {
        state.withLock { state in
            var bytes = bytes
            defer { state.passed += bytes.readableBytes }
            if let limit = state.stopAt, state.passed + bytes.readableBytes > limit { return nil }
            let range = state.passed..<state.passed + bytes.readableBytes
            if let place = state.damageAt, range.contains(place) {
                let index = bytes.readerIndex + place - state.passed
                let byte = bytes.getInteger(at: index, as: UInt8.self) ?? 0
                bytes.setInteger(byte ^ 1, at: index)
                state.damageAt = nil
            }
            return bytes
        }
    }
}
