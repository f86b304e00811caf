extension RenewalDeadline {
    /// Because of what a file has to be renewed, and how.
    ///
    /// - SeeAlso: VAL-14
    package var words: Words {
        switch cause {
        case .certificate:
            Words(
                ja: "この時刻に、タイムスタンプの認証パスの証明書が期限を迎えます。",
                en: "A certificate of the timestamp's path ends then.",
                remedyJa: "それまでに、新しい文書タイムスタンプを付けて延長してください。",
                remedyEn: "Renew the file with a new document timestamp before that."
            )
        case .algorithm:
            Words(
                ja: "この時刻に、タイムスタンプの暗号方式が期限を迎えます。",
                en: "An algorithm of the timestamp ends then.",
                remedyJa: "それまでに、より強い方式の文書タイムスタンプを付けて延長してください。",
                remedyEn: "Renew the file with a document timestamp of a stronger algorithm before that."
            )
        case .trustAnchor:
            Words(
                ja: "この時刻に、タイムスタンプの信頼の起点の信頼期間が終わります。",
                en: "The trust in the timestamp's anchor ends then.",
                remedyJa: "それまでに、ほかの信頼の起点に基づく文書タイムスタンプを付けて延長してください。",
                remedyEn: "Renew the file with a document timestamp under another trust anchor before that."
            )
        }
    }
}
