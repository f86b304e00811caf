/// Bodies and answers of the API, as far as the demonstration uses them. docs/api/openapi.json
enum API {
    struct Empty: Codable {}

    struct Setup: Encodable {
        struct Organisation: Encodable {
            let name: String
        }

        struct Account: Encodable {
            let name: String
            let email: String
        }

        let setupToken: String
        let organisation: Organisation
        let account: Account
    }

    struct Account: Codable {
        let accountId: String
        let token: String
    }

    struct Document: Decodable {
        struct EarlierSignature: Decodable {
            let field: String
        }

        struct CoSigning: Decodable {
            struct Field: Decodable {
                let name: String
            }

            let newFields: Bool
            let fields: [Field]
        }

        let id: String
        let size: Int
        let pages: Int
        let sha256: String
        let earlierSignatures: [EarlierSignature]?
        let coSigning: CoSigning?
    }

    /// What an upload becomes: a document, or a clean copy to agree to.
    enum Upload: Decodable {
        struct Proposal: Decodable {
            struct File: Decodable {
                let sha256: String
            }

            let id: String
            let after: File
        }

        case document(Document)
        case proposal(Proposal)

        private enum Key: CodingKey {
            case after
        }

        init(from decoder: any Decoder) throws {
            if try decoder.container(keyedBy: Key.self).contains(.after) {
                self = .proposal(try Proposal(from: decoder))
            } else {
                self = .document(try Document(from: decoder))
            }
        }
    }

    struct Agreement: Encodable {
        let sha256: String
    }

    struct EnvelopeRequest: Encodable {
        let title: String
        let documentId: String
        let language: String
        /// RFC 3339 in UTC.
        var expiresAt: String?
        let signers: [SignerRequest]
    }

    struct SignerRequest: Encodable {
        let name: String
        let email: String
        let kind: String
        /// Signers of one number sign in any order; each after the one before otherwise.
        var order: Int?
        let box: Box
        var fields: [TextField]?
        /// An empty field of a file that others have signed.
        var signatureField: String?
    }

    struct TextField: Encodable {
        let label: String
        let box: Box
        var required: Bool?
    }

    struct Box: Encodable, Hashable {
        let page: Int
        let x: Double
        let y: Double
        let width: Double
        let height: Double
    }

    struct Envelope: Decodable {
        let id: String
        let state: String
        let waitingFor: Waiting?
        let signers: [Signer]
    }

    struct Waiting: Decodable {
        let code: String
        let ja: String
        let en: String
    }

    struct Signer: Decodable {
        let id: String
        let email: String
        let kind: String
        let state: String
        let declineReason: String?
        let fields: [Field]

        struct Field: Decodable {
            let name: String
            let label: String
            let required: Bool
            let value: String?
        }
    }

    struct Fields: Encodable {
        /// What is written, by the names of the fields.
        let values: [String: String]
    }

    struct Exchange: Encodable {
        let token: String
        var session: String?
        var code: String?
    }

    struct Session: Decodable {
        let session: String
        let signerId: String
    }

    struct Signing: Decodable {
        struct Shown: Decodable {
            let sha256: String
        }

        let me: Signer
        let document: Shown
        let statement: Statement
    }

    struct Statement: Decodable {
        let id: String
        let version: Int
        let locale: String
        let digest: String
    }

    struct Consent: Encodable {
        let statement: String
        let version: Int
        let digest: String
        let locale: String
        let action: String
    }

    struct State: Decodable {
        let state: String
        let waitingFor: Waiting?
    }

    struct Decline: Encodable {
        let reason: String
    }
}

// Renewals of what is sealed.
extension API {
    struct RenewalCalendar: Decodable {
        struct Use: Decodable {
            let kind: String
            let value: String
        }

        let uses: [Use]
    }

    struct RenewalOrder: Encodable {
        let kind: String
        let value: String
    }

    struct RenewalBatch: Decodable {
        let id: String
        let total: Int
        let done: Int
        let failed: Int
    }
}

// The calls of a signature itself.
extension API {
    struct CreationOptions: Decodable {
        struct PublicKey: Decodable {
            struct RelyingParty: Decodable {
                let id: String
            }

            let rp: RelyingParty
            let challenge: String
        }

        let publicKey: PublicKey
    }

    struct Registration: Encodable {
        struct Response: Encodable {
            let attestationObject: String
            let clientDataJSON: String
        }

        let id: String
        let response: Response
    }

    struct Credential: Decodable {
        let credentialId: String
    }

    /// `activationId`, `context` and `publicKey` for a party; `confirmationId` for a witness.
    struct Begin: Decodable {
        let kind: String
        let activationId: String?
        let confirmationId: String?
        let context: String?
        let publicKey: RequestOptions?
        let documents: [Digests]
    }

    struct RequestOptions: Decodable {
        struct Descriptor: Decodable {
            let id: String
        }

        let challenge: String
        let rpId: String
        let allowCredentials: [Descriptor]
        let userVerification: String
    }

    struct Digests: Decodable, Hashable {
        let name: String
        let sd: String
        let br: String
        let dtbsr: String
    }

    struct Activate: Encodable {
        struct Credential: Encodable {
            let id: String
            let response: Response
        }

        struct Response: Encodable {
            let authenticatorData: String
            let clientDataJSON: String
            let signature: String
        }

        let activationId: String
        let credential: Credential
    }

    struct Confirm: Encodable {
        let confirmationId: String
        let digests: [String]
    }
}
