import Foundation
import PDF
import Testing

@testable import Trial

/// PDF-2, PDF-13, PDF-14, VAL-9: clean copies, and signing after others, before real processes.
extension `In a running instance` {
    @Suite struct `a file that is not simply taken` {
        let instance: LiveInstance

        init() throws {
            instance = try #require(LiveInstance.current)
        }

        private func folder() throws -> URL {
            let folder = instance.prepared.folder.trial.appending(path: "odd-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            return folder
        }

        /// Uploads, has one witness sign in a clear place or an empty field, and looks at what is sealed.
        private func sealed(_ pdf: URL) async throws -> (folder: URL, uploaded: UploadedContract) {
            let folder = try folder()
            var progress = Progress()
            let uploaded = try await UploadWalk(client: instance.client, sender: instance.sender).upload(
                pdf,
                to: folder,
                progress: &progress
            )
            var person = Person(.witness, in: instance)
            let boxes = try Placement.clearBoxes(count: 1, in: MappedFile(path: uploaded.file.path))
            let request = API.EnvelopeRequest(
                title: "契約 Contract",
                documentId: uploaded.document.id,
                language: "ja",
                signers: boxes.map { box in
                    API.SignerRequest(
                        name: person.signer.name,
                        email: person.signer.email,
                        kind: person.signer.kind.rawValue,
                        box: box,
                        signatureField: uploaded.document.coSigning?.fields.first?.name
                    )
                }
            )
            let draft = try await instance.client.post(
                "/v1/envelopes",
                bearer: instance.sender,
                request,
                as: API.Envelope.self
            )
            _ = try await instance.client.post(
                "/v1/envelopes/\(draft.id)/send",
                bearer: instance.sender,
                API.Empty(),
                as: API.Envelope.self
            )
            try await person.sign()
            try await instance.wait(for: draft.id) { $0.state == "sealed" }
            let files = SealedFiles(client: instance.client, sender: instance.sender, prepared: instance.prepared)
            try await files.download(draft.id, to: folder, original: MappedFile(path: uploaded.file.path))
            let logs = instance.prepared.folder.logs
            try await Verification(folder: folder, logs: logs, earlierFields: uploaded.earlierFields).run()
            return (folder, uploaded)
        }

        private func validSignatures(in pdf: URL) throws -> Int {
            let output = try Products.run(URL(filePath: "/usr/bin/pdfsig"), ["-nocert", pdf.path]).output
            return output.components(separatedBy: "Signature is Valid.").count - 1
        }

        @Test(
            .enabled(if: !Corpus.rows("normalise").isEmpty, Corpus.isAbsent),
            arguments: Corpus.rows("normalise")
        )
        func `because it is only in the way is sealed as the copy that its sender agreed to`(row: Corpus.Row)
            async throws
        {
            let (folder, uploaded) = try await sealed(row.file)
            #expect(uploaded.file.lastPathComponent == "contract-clean.pdf")
            #expect(try validSignatures(in: folder.appending(path: "contract-signed.pdf")) == 1)
        }

        @Test(
            .enabled(if: !Corpus.rows("co-sign").isEmpty, Corpus.isAbsent),
            arguments: Corpus.rows("co-sign")
        )
        func `because others have signed it is signed further, and their signatures stay whole`(row: Corpus.Row)
            async throws
        {
            let (folder, uploaded) = try await sealed(row.file)
            #expect(uploaded.earlierFields.count == 1)
            #expect(try validSignatures(in: folder.appending(path: "contract-signed.pdf")) == 2)
            let certificate = try Products.run(
                URL(filePath: "/usr/bin/pdftotext"),
                [folder.appending(path: "certificate.pdf").path, "-"]
            )
            #expect(certificate.output.contains("送られた時にあった署名"))
        }

        @Test func `because we have sealed it takes no further signature`() async throws {
            let folder = try folder()
            let contract = folder.appending(path: "contract.pdf")
            try Data(TinyContract.bytes).write(to: contract)
            let (sealedFolder, _) = try await sealed(contract)
            let again = try Array(Data(contentsOf: sealedFolder.appending(path: "contract-signed.pdf")))
            _ = try await refused(422, "NO_FIELD_TO_SIGN") { _ = try await instance.upload(again) }
        }
    }
}
