import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1

/// Brings faults about and takes them away again.
actor FaultWeather {
    private let instance: TendedInstance
    private let disks: [KillStep.Process: LimitedDisk]
    private let clocks: [KillStep.Process: FalseClock]
    /// How often each kind was brought about.
    private(set) var counts: [String: Int] = [:]

    init(
        instance: TendedInstance,
        disks: [KillStep.Process: LimitedDisk],
        clocks: [KillStep.Process: FalseClock]
    ) {
        self.instance = instance
        self.disks = disks
        self.clocks = clocks
    }

    func begin(_ fault: ChaosFault) async throws {
        switch fault {
        case .authority(let service, let mode): try await order(service, mode)
        case .noRevocation:
            try await order(.ocsp, .down)
            try await order(.crl, .down)
        case .absent: await instance.takeAway(.authority)
        case .diskFull(let process): try disks[process]?.fill()
        case .clock(let process, let seconds): try clocks[process]?.set(to: seconds)
        }
        counts[fault.kind, default: 0] += 1
    }

    func end(_ fault: ChaosFault) async throws {
        switch fault {
        case .authority(let service, _): try await order(service, .ok)
        case .noRevocation:
            try await order(.ocsp, .ok)
            try await order(.crl, .ok)
        case .absent: try await instance.start(.authority)
        case .diskFull(let process): disks[process]?.relieve()
        case .clock(let process, _): try clocks[process]?.set(to: 0)
        }
    }

    /// Tells the authority, which may be just starting.
    private func order(_ service: Faults.Service, _ mode: Faults.Mode) async throws {
        let order = Faults.Order(service: service, mode: mode, seconds: Int.random(in: 2...20))
        var request = HTTPClientRequest(url: instance.prepared.ports.authorityURL + "/trial/fault")
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "application/json")
        request.body = .bytes(ByteBuffer(bytes: try JSONEncoder().encode(order)))
        for attempt in 0... {
            do {
                let answer = try await HTTPClient.shared.execute(request, timeout: .seconds(5))
                guard answer.status == .ok else { throw DemoFailure.status(request.url, Int(answer.status.code)) }
                return
            } catch  where attempt < 100 {
                try await Task.sleep(for: .milliseconds(100))
            }
        }
    }
}
