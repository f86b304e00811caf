import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import NIOSSL
import SignerProtocol
import SignerTestSupport
import SigningKeys
import Testing

@Suite(.enabled(if: SharedToken.modulePath != nil, "SoftHSM is not installed"))
struct `The signer's endpoint` {
    private func decode<Value: Decodable>(_ type: Value.Type, _ response: TestClient.Response) throws -> Value {
        guard let body = response.body else { throw SignerError.malformed }
        return try JSONDecoder().decode(type, from: Data(body.readableBytesView))
    }

    @Test func `answers the caller it knows`() async throws {
        try await TestEndpoint.serve { endpoint in
            let response = try await endpoint.get(SignerRoute.status, as: endpoint.caller("service"))
            #expect(response.status == .ok)
            let status = try decode(SignerStatus.self, response)
            #expect(
                status
                    == SignerStatus(
                        instance: "signer-1",
                        environment: "TEST",
                        signatureOperations: 0,
                        tokenLabel: "signer-tests"
                    )
            )
        }
    }

    @Test func `speaks to nobody without a certificate of the internal authority`() async throws {
        try await TestEndpoint.serve { endpoint in
            for tls in [try endpoint.nobody(), try endpoint.stranger("service")] {
                await #expect(throws: (any Error).self) { _ = try await endpoint.get(SignerRoute.status, as: tls) }
            }
        }
    }

    @Test(arguments: ["web", "Service", "service ", ""])
    func `refuses a caller of another name on every route`(name: String) async throws {
        try await TestEndpoint.serve { endpoint in
            let caller = try endpoint.caller(name)
            let answers = [
                try await endpoint.get(SignerRoute.status, as: caller),
                try await endpoint.get(SignerRoute.token, as: caller),
                try await endpoint.get(SignerRoute.tokenUnwraps, as: caller),
                try await endpoint.get(SignerRoute.auditChains, as: caller),
                try await endpoint.get(SignerRoute.audit("signer"), as: caller),
                try await endpoint.post(
                    SignerRoute.dataKeys,
                    Array(#"{"document":"d","reader":"r"}"#.utf8),
                    as: caller
                ),
            ]
            for answer in answers {
                #expect(answer.status == .forbidden)
                #expect(try decode(SignerProblem.self, answer).error == .notAuthorised)
            }
        }
    }

    @Test func `reports on the token without changing anything`() async throws {
        try await TestEndpoint.serve { endpoint in
            let caller = try endpoint.caller("service")
            let person = try await endpoint.signer.enrol("hanako@example.jp")
            let operations = try await endpoint.signer.operations()
            let audit = try await endpoint.signer.room.auditRecords(person.id)

            let report = try decode(TokenReport.self, try await endpoint.get(SignerRoute.token, as: caller))
            #expect(report.device.isSoftware && report.device.model == "SoftHSM v2")
            #expect(report.device.serialNumber.count == 16 && report.device.firmware.contains("."))
            let roles = Set(report.tokenKeys.map(\.role))
            #expect(roles.isSuperset(of: [.userWrapping, .dataWrapping, .binding]))
            #expect(report.personKeys.map(\.origin) == [.new, .stored])

            let tried = try decode(
                UnwrapReport.self,
                try await endpoint.get(SignerRoute.tokenUnwraps, as: caller)
            )
            #expect(tried.attempts.map(\.way) == UnwrapAttempt.Way.allCases)
            #expect(tried.attempts.map(\.outcome) == [.opened, .refused, .refused, .refused])
            #expect(tried.attempts.dropFirst().allSatisfy { $0.error?.hasPrefix("C_UnwrapKey 0x") == true })

            #expect(try await endpoint.signer.operations() == operations)
            #expect(try await endpoint.signer.room.auditRecords(person.id) == audit)
        }
    }

    @Test func `makes and opens a data key`() async throws {
        try await TestEndpoint.serve { endpoint in
            let caller = try endpoint.caller("service")
            let request = DataKeyRequest(document: "document-1", reader: "account-1")
            let made = try await endpoint.post(SignerRoute.dataKeys, StrictJSON.encode(request), as: caller)
            #expect(made.status == .ok)
            let key = try decode(OpenedDataKey.self, made)
            let ticket = ReadTicket(
                document: "document-1",
                reader: "account-1",
                purpose: .read,
                wrappedKey: key.wrappedKey
            )
            let opened = try await endpoint.post(SignerRoute.openDataKey, StrictJSON.encode(ticket), as: caller)
            #expect(try decode(OpenedDataKey.self, opened).key == key.key)
            let records = try decode(
                [AuditRecord].self,
                try await endpoint.get(SignerRoute.audit("document:document-1"), as: caller)
            )
            try records.verifyAuditChain()
            #expect(records.map(\.entry.actor) == ["service", "service"])
            let chains = try decode([String].self, try await endpoint.get(SignerRoute.auditChains, as: caller))
            #expect(chains == ["document:document-1", "signer"])
        }
    }

    @Test(arguments: [
        #"{"document":"d"}"#,
        #"{"document":"d","reader":"r","more":1}"#,
        #"{"document":"d","reader":"r","reader":"s"}"#,
        #"{"document":"","reader":"r"}"#,
        #"not json"#,
        "",
    ])
    func `refuses a body that is not exactly what the route takes`(body: String) async throws {
        try await TestEndpoint.serve { endpoint in
            let answer = try await endpoint.post(
                SignerRoute.dataKeys,
                Array(body.utf8),
                as: endpoint.caller("service")
            )
            #expect(answer.status == .badRequest)
            #expect(try decode(SignerProblem.self, answer).error == .malformed)
        }
    }

    @Test func `refuses a body that is too long`() async throws {
        try await TestEndpoint.serve { endpoint in
            let long = #"{"document":"\#(String(repeating: "d", count: 70_000))","reader":"r"}"#
            let answer = try await endpoint.post(
                SignerRoute.dataKeys,
                Array(long.utf8),
                as: endpoint.caller("service")
            )
            #expect(answer.status == .badRequest)
        }
    }

    @Test func `tells why it refuses, with a fitting status`() async throws {
        try await TestEndpoint.serve { endpoint in
            let caller = try endpoint.caller("service")
            let cases: [(String, HTTPStatus, SignerError)] = [
                (SignerRoute.credential("nobody"), 404, .unknownCredential),
                (SignerRoute.serviceKey("other"), 404, .unknownCredential),
            ]
            for (path, status, error) in cases {
                let answer = try await endpoint.get(path, as: caller)
                #expect(answer.status.code == status, "\(path)")
                #expect(try decode(SignerProblem.self, answer).error == error, "\(path)")
            }
            let settled: [(String, HTTPStatus, SignerError)] = [
                (SignerRoute.settleActivation("nothing"), 404, .unknownActivation),
                (SignerRoute.settleConfirmation("nothing"), 404, .resultUnknown),
            ]
            for (path, status, error) in settled {
                let answer = try await endpoint.post(path, [], as: caller)
                #expect(answer.status.code == status, "\(path)")
                #expect(try decode(SignerProblem.self, answer).error == error, "\(path)")
            }
            let person = try await endpoint.signer.enrol("hanako@example.jp")
            let suspended = try await endpoint.post(SignerRoute.suspend(person.id), [], as: caller)
            #expect(try decode(CredentialRecord.self, suspended).state == .suspended)
            let again = try await endpoint.post(SignerRoute.suspend(person.id), [], as: caller)
            #expect(again.status == .conflict)
            #expect(try decode(SignerProblem.self, again).error == .illegalTransition)
        }
    }
}

private typealias HTTPStatus = Int
