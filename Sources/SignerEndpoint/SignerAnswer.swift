import Hummingbird
import NIOCore
import SignerProtocol
import SigningKeys

/// Answers in JSON; a refusal is a `SignerProblem` with a fitting status and no details.
enum SignerAnswer {
    static func value(_ value: some Encodable) -> Response {
        do {
            return json(try StrictJSON.encode(value), .ok)
        } catch {
            return refusal(.storageUnavailable)
        }
    }

    static func refusal(_ error: SignerError) -> Response {
        let body = Array("{\"error\":\"\(error.rawValue)\"}".utf8)
        return json(body, status(of: error))
    }

    private static func json(_ bytes: [UInt8], _ status: HTTPResponse.Status) -> Response {
        Response(
            status: status,
            headers: [.contentType: "application/json", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes))
        )
    }

    private static func status(of error: SignerError) -> HTTPResponse.Status {
        switch error {
        case .malformed, .documentCount: .badRequest
        case .notAuthorised: .forbidden
        case .unknownActivation, .unknownCredential, .unknownAct, .resultUnknown: .notFound
        case .alreadyRedeemed, .alreadyUsed, .illegalTransition, .dutyHeld, .actOver, .actOutdated, .dutyMissing,
            .tooManyActs:
            .conflict
        case .expired: .gone
        case .hsmUnavailable, .storageUnavailable, .inProgress: .serviceUnavailable
        case .otherAudience, .issuedInTheFuture, .otherSubject, .otherCredential, .passkeyMissing,
            .passkeyOtherRelyingParty, .passkeyOtherOrigin, .passkeyChallenge, .passkeyUserNotVerified,
            .passkeySignature, .passkeyCounter, .passkeyRefused, .keyNotActive, .keyMismatch,
            .certificateNotValid, .certificateRevoked, .revocationUnknown, .revocationStale, .algorithmRefused,
            .documentMismatch, .signedAttributes, .confirmationMismatch, .certificateMismatch,
            .identityProofRequired, .wrappedKeyRefused, .unknownOperator, .operatorCodeRefused:
            .unprocessableContent
        }
    }
}
