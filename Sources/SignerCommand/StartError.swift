import PKCS11
import SignerProtocol
import SigningKeys

/// Why the signer does not start: the cause and the remedy, in both languages.
enum StartError: Error, CustomStringConvertible {
    case unreadable(file: String)
    case environment(String)
    case operatorCodes
    case softHSMInProduction
    case module(PKCS11Error)
    case tokenMissing(label: String)
    case keys(PKCS11Error)
    case database(place: String, reason: String)
    case schema(SchemaRefusal)
    case issuers(file: String, PinnedRootsError)

    var description: String {
        let (ja, en) = words
        return "\(ja)\n\(en)"
    }

    private var words: (ja: String, en: String) {
        switch self {
        case .unreadable(let file):
            (
                "\(file) を読めません。ファイルの有無と権限を確かめてください。",
                "\(file) cannot be read. Check that it exists and who may read it."
            )
        case .operatorCodes:
            (
                "operatorCodes の 2 つのコードは、それぞれ 16 文字以上で、違うものにしてください（openssl rand -hex 16）。",
                "The two codes of operatorCodes have to be different, of 16 characters or more each (openssl rand -hex 16)."
            )
        case .environment(let value):
            (
                "environment の値「\(value)」は TEST でも PRODUCTION でもありません。",
                "environment is \(value); it must be TEST or PRODUCTION."
            )
        case .softHSMInProduction:
            (
                "本番環境では SoftHSM を使えません。認証を受けた HSM の PKCS#11 モジュールを設定するか、environment を TEST にしてください。",
                "SoftHSM is refused in PRODUCTION. Set the PKCS#11 module of a certified HSM, or set environment to TEST."
            )
        case .module(let error):
            (
                "HSM を使えません（\(error)）。モジュールの場所、トークンの名前、PIN を確かめてください。",
                "The HSM cannot be used (\(error)). Check the module's path, the token's label and the PIN."
            )
        case .tokenMissing(let label):
            (
                "トークン「\(label)」がありません。記録に残る鍵はその中にあります。HSM の状態を確かめ、もう一度起動してください。本番環境の最初のトークンは鍵の式典で作ります。",
                "There is no token \(label). The keys of these records are in it: check the HSM and start again. The first token of PRODUCTION is made in a key ceremony."
            )
        case .keys(let error):
            (
                "HSM の鍵が揃っていないか、属性が条件を満たしません（\(error)）。データベースとトークンの組み合わせを確かめてください。",
                "Keys of the HSM are missing or do not conform (\(error)). Check that this database belongs to this token."
            )
        case .database(let place, let reason):
            (
                "データベース \(place) を開けません（\(reason)）。場所と権限を確かめてください。",
                "The database \(place) cannot be opened (\(reason)). Check its place and permissions."
            )
        case .schema(let refusal):
            (refusal.ja, refusal.en)
        case .issuers(let file, let error):
            (
                "信頼するルート証明書 \(file) を読めません（\(error)）。",
                "The pinned roots in \(file) cannot be read (\(error))."
            )
        }
    }
}
