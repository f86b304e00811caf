import CCurl
import SigningService

extension CurlHandle {
    /// Sets everything that concerns the relay and us.
    ///
    /// - Throws: `OutboundError.secretUnusable` when the password cannot be read, or others may read it.
    func set(_ relay: MailRelay, as origin: MailOrigin) throws(OutboundError) {
        let host = relay.host.contains(":") ? "[\(relay.host)]" : relay.host
        let scheme = relay.security == .tls ? "smtps" : "smtp"
        // The path is the name by which we say hello.
        try set(CURLOPT_URL, "\(scheme)://\(host):\(relay.port)/\(origin.domain)")
        try set(CURLOPT_PROTOCOLS_STR, "smtp,smtps")
        try set(CURLOPT_MAIL_FROM, "<\(origin.address.text)>")

        // Nothing comes from the environment: no proxy, no .netrc, no signals.
        try set(CURLOPT_PROXY, "")
        try set(CURLOPT_NOSIGNAL, 1)

        try set(CURLOPT_CONNECTTIMEOUT_MS, relay.connectLimit)
        try set(CURLOPT_TIMEOUT_MS, relay.timeLimit)
        // Whose good-bye is waited for is no longer under that limit.
        try set(CURLOPT_SERVER_RESPONSE_TIMEOUT, max(1, Int(relay.timeLimit / .seconds(1))))
        // One connection; one that was idle for longer is likely to be gone.
        try set(CURLOPT_MAXCONNECTS, 1)
        try set(CURLOPT_MAXAGE_CONN, 60)

        try set(
            CURLOPT_USE_SSL,
            relay.security == .onThisMachine ? Int(CURLUSESSL_NONE.rawValue) : Int(CURLUSESSL_ALL.rawValue)
        )
        try set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
        try set(CURLOPT_SSL_VERIFYPEER, 1)
        try set(CURLOPT_SSL_VERIFYHOST, 2)
        if let roots = relay.trustRoots {
            try set(CURLOPT_CAINFO, roots)
            // The system's folder of roots would be believed beside the file.
            try set(CURLOPT_CAPATH, nil as String?)
        }

        if let login = relay.login {
            try set(CURLOPT_USERNAME, login.user)
            try set(CURLOPT_PASSWORD, try secret(in: login.passwordFile))
            // TLS protects the password. Others would come first: Kerberos by the host's tickets, or digests of MD5.
            try set(CURLOPT_LOGIN_OPTIONS, "AUTH=PLAIN;AUTH=LOGIN")
        }
    }
}
