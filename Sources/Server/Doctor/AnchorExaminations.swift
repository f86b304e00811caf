import Doctor

extension ServicePatient {
    /// The list of further anchors, `trust.anchors`.
    static let registered: [Examination<ServicePatient>] = [unreadableList, trialAnchor, endedAnchor]

    private static let unreadableList = Examination<ServicePatient>(
        "ANCHOR_LIST_UNREADABLE",
        in: .everywhere,
        cause: Words(
            ja: "トラストアンカーの一覧（trust.anchors）を読み取れません: {}",
            en: "The list of trust anchors (trust.anchors) cannot be read: {}."
        ),
        remedy: Words(
            ja: "docs/verification.ja.md の書式に合わせてください。",
            en: "Write it as docs/verification.md says."
        ),
        .beforeStart { patient in patient.anchorListFault.map { [Words($0)] } ?? [] }
    )

    private static let trialAnchor = Examination<ServicePatient>(
        "TRIAL_ANCHOR",
        in: .production,
        cause: Words(
            ja: "本番環境のトラストアンカーの一覧に、試験用の証明書があります: {}",
            en: "PRODUCTION lists a certificate of a trial among its trust anchors: {}."
        ),
        remedy: Words(ja: "一覧から取り除いてください。", en: "Take it off the list."),
        .beforeStart { patient in patient.trialAnchors.map { Words("trust.anchors (\($0))") } }
    )

    /// An end may be meant, or somebody forgot to prolong the term.
    private static let endedAnchor = Examination<ServicePatient>(
        "ANCHOR_ENDED",
        in: .everywhere,
        cause: Words(
            ja: "信頼する期間が終わったトラストアンカーがあります: {}",
            en: "The term of a trust anchor has ended: {}."
        ),
        remedy: Words(
            ja: "終わってよければそのままで構いません。続けるなら until を延ばしてください。",
            en: "Leave it if that was meant; prolong `until` if not."
        ),
        .here { patient in .found(patient.endedAnchors.map { Words("trust.anchors (\($0))") }) }
    )
}
