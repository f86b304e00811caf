package import Foundation
package import SigningService

/// Asks a certification authority over HTTP: a PKCS#10 request goes in, a chain comes back.
///
/// `POST {url}/ca/issue?profile=signer|witness-seal|record-seal` with `application/pkcs10` answers
/// `{"chain": [base64 DER, leaf first]}`, which is how the trial authority speaks.
package struct CAClient: CertificationAuthority {
    private let base: URL

    package init(url: URL) {
        base = url
    }

    package func issue(_ certificationRequest: [UInt8], profile: CertificateProfile) async throws -> [[UInt8]] {
        do throws(OutboundError) {
            let answer = try await exchangeOnce(
                BoundedRequest(
                    url: base.appending(path: "ca/issue").appending(
                        queryItems: [URLQueryItem(name: "profile", value: profile.rawValue)]
                    ),
                    method: .post(body: certificationRequest, contentType: "application/pkcs10"),
                    sizeLimit: 256 * 1024,
                    timeLimit: .seconds(30)
                )
            )
            guard (200...201).contains(answer.status) else { throw .status(answer.status) }
            return try chain(in: answer.body)
        } catch {
            throw error.named("ca")
        }
    }

    private func chain(in body: [UInt8]) throws(OutboundError) -> [[UInt8]] {
        struct Issued: Decodable {
            let chain: [Data]
        }
        do {
            let chain = try JSONDecoder().decode(Issued.self, from: Data(body)).chain.map { Array($0) }
            guard !chain.isEmpty else { throw OutboundError.answer(reason: "empty chain") }
            return chain
        } catch let error as OutboundError {
            throw error
        } catch {
            throw .answer(reason: "not a certificate chain")
        }
    }
}
