import Foundation
import Logging
import Outbound
import ServiceLifecycle
import SignerProtocol
import SigningService
import UnixSignals
import Web

/// Which parts of the service run in this process.
enum ServiceParts {
    case interfaceAndWorker
    case interface
    case worker
}

/// Runs the service until SIGTERM or SIGINT.
struct RunningService {
    let settingsPath: String
    let parts: ServiceParts

    func run() async throws {
        let settings = try Settings(
            path: settingsPath,
            variables: ProcessInfo.processInfo.environment,
            now: Date()
        )
        var log = Logger(label: "chigiri")
        log.logLevel = .notice
        let composition = try await Composition(settings, log: log)
        say("environment \(settings.service.environment.rawValue) \(settings.service.environment.mark ?? "")")
        say("database \(settings.database.words), signer \(settings.signerURL.absoluteString)")
        let bucketAnswers = try await composition.checkBucket()
        await waitForSigner(composition)
        var services: [any Service] = [SignerCheck(needs: composition.needs)]
        if !bucketAnswers { services.append(BucketWatch(composition: composition)) }
        if parts != .interface {
            let worker = composition.worker(ProcessName(in: settings.folder))
            try await worker.resume()
            services.append(WorkerService(worker: worker))
        }
        if parts != .worker {
            services.append(
                InterfaceService(
                    server: try composition.server(),
                    publicURL: settings.service.publicURL,
                    trialHTTPPort: settings.trialHTTPPort
                )
            )
        }
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: services,
                gracefulShutdownSignals: [.sigterm, .sigint],
                logger: log
            )
        )
        do {
            try await group.run()
        } catch {
            try? await composition.shutdown()
            throw error
        }
        try await composition.shutdown()
        say("stopped")
    }

    /// Gives a signer that starts beside us a moment, so that the first caller does not find it missing.
    ///
    /// A signer that stays away is no reason to stay away too: its absence is then visible in what the API answers.
    private func waitForSigner(_ composition: Composition) async {
        let clock = ContinuousClock()
        let end = clock.now + .seconds(10)
        while clock.now < end {
            if (try? await composition.signer.status()) != nil { return }
            try? await clock.sleep(for: .milliseconds(200))
        }
        say("the signer does not answer yet; going on without it")
    }
}

/// Says on standard output what the command does, line by line.
func say(_ text: String) {
    FileHandle.standardOutput.write(Data("chigiri: \(text)\n".utf8))
}

/// The API and the pages.
private struct InterfaceService: Service {
    let server: WebServer
    let publicURL: String
    let trialHTTPPort: Int?

    func run() async throws {
        try await server.run {
            say("the API is at \(publicURL)/v1, its description at \(publicURL)/v1/openapi.json")
            say("the pages are at \(trialHTTPPort.map { "http://localhost:\($0)" } ?? publicURL)")
        }
    }
}

/// Does the jobs that commits leave behind.
private struct WorkerService: Service {
    let worker: Worker

    func run() async {
        await cancelWhenGracefulShutdown { await worker.run() }
    }
}

/// Makes sure, once the object store answers, that its bucket is the one that the settings mean.
private struct BucketWatch: Service {
    let composition: Composition

    func run() async throws {
        try await cancelWhenGracefulShutdown {
            do {
                var failures = 0
                repeat {
                    failures += 1
                    try await Task.sleep(for: backOff(afterFailure: failures))
                } while try await !composition.checkBucket()
                // A service that returns ends the group; this one has done its part and waits for the end.
                try await gracefulShutdown()
            } catch is CancellationError {
                return
            }
        }
    }
}

/// Makes sure, once the signer answers, that it is of the same environment and that the seal keys have certificates.
private struct SignerCheck: Service {
    let needs: ServiceNeeds

    func run() async throws {
        try await cancelWhenGracefulShutdown {
            var failures = 0
            while !Task.isCancelled {
                do {
                    try await check()
                    // A service that returns ends the group; this one has done its part and waits for the end.
                    try await gracefulShutdown()
                    return
                } catch let error as ServerError {
                    throw error
                } catch is CancellationError {
                    return
                } catch {
                    failures += 1
                    say("waiting for the signer or the CA (\(error)); trying again")
                    try await Task.sleep(for: backOff(afterFailure: failures))
                }
            }
        }
    }

    private func check() async throws {
        let status = try await needs.signer.status()
        guard status.environment == needs.settings.environment.rawValue else {
            throw ServerError.environmentsDiffer(
                service: needs.settings.environment.rawValue,
                signer: status.environment
            )
        }
        try await ServiceKeys(needs).ensure()
        say("signer \(status.instance) answers, both seal keys have their certificates")
    }
}
