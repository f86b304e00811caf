import CCurl
import Foundation

/// One libcurl handle with the connection that it keeps; blocking, and for one thread at a time.
final class CurlHandle {
    private let handle: UnsafeMutableRawPointer
    /// Where libcurl writes what exactly went wrong.
    private let words = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))

    /// Whether the relay let us wait in vain: it may not even read what we say on leaving.
    private var isStuck = false

    /// Initialises libcurl once in a process.
    ///
    /// It says itself that this is safe from any thread.
    private static let isReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    /// Nil when there is no memory.
    init?() {
        guard Self.isReady, let handle = curl_easy_init() else { return nil }
        self.handle = handle
        words.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    }

    deinit {
        // Says QUIT where a connection is open, and would wait two minutes for an answer: nobody hears one.
        var connection: curl_socket_t = -1
        chigiri_curl_get_socket(handle, &connection)
        if connection >= 0 { shutdown(connection, Int32(isStuck ? SHUT_RDWR : SHUT_RD)) }
        curl_easy_cleanup(handle)
        words.deallocate()
    }

    /// Forgets all options, and keeps the connection.
    func reset() {
        curl_easy_reset(handle)
    }

    func set(_ option: CURLoption, _ number: Int) throws(OutboundError) {
        try accepted(chigiri_curl_set_number(handle, option, number), option)
    }

    /// The text is copied; nil puts nothing in place of the default.
    func set(_ option: CURLoption, _ text: String?) throws(OutboundError) {
        try accepted(chigiri_curl_set_text(handle, option, text), option)
    }

    func set(_ option: CURLoption, _ limit: Duration) throws(OutboundError) {
        try set(option, Int(limit / .milliseconds(1)))
    }

    /// Runs the transfer, with `exchange` as the one who speaks and listens.
    ///
    /// - Throws: `OutboundError`, with the reason that libcurl and the relay give together.
    func perform(_ exchange: SMTPExchange) throws(OutboundError) {
        let pointer = Unmanaged.passUnretained(exchange).toOpaque()
        try set(CURLOPT_VERBOSE, 1)
        try accepted(chigiri_curl_set_listener(handle, listen), CURLOPT_DEBUGFUNCTION)
        try accepted(chigiri_curl_set_pointer(handle, CURLOPT_DEBUGDATA, pointer), CURLOPT_DEBUGDATA)
        var recipients: UnsafeMutablePointer<curl_slist>?
        defer {
            forget()
            curl_slist_free_all(recipients)
        }
        if let mail = exchange.mail {
            try set(CURLOPT_UPLOAD, 1)
            try accepted(chigiri_curl_set_reader(handle, read), CURLOPT_READFUNCTION)
            try accepted(chigiri_curl_set_pointer(handle, CURLOPT_READDATA, pointer), CURLOPT_READDATA)
            let size = curl_off_t(mail.bytes.count)
            try accepted(chigiri_curl_set_size(handle, CURLOPT_INFILESIZE_LARGE, size), CURLOPT_INFILESIZE_LARGE)
            recipients = curl_slist_append(nil, "<\(mail.recipient)>")
            try accepted(chigiri_curl_set_list(handle, CURLOPT_MAIL_RCPT, recipients), CURLOPT_MAIL_RCPT)
        }
        words.pointee = 0
        try accepted(chigiri_curl_set_pointer(handle, CURLOPT_ERRORBUFFER, words), CURLOPT_ERRORBUFFER)
        let code = withExtendedLifetime(exchange) { curl_easy_perform(handle) }
        var connections = 0
        chigiri_curl_get_number(handle, CURLINFO_NUM_CONNECTS, &connections)
        exchange.isOnOldConnection = connections == 0
        isStuck = code == CURLE_OPERATION_TIMEDOUT
        guard code != CURLE_OK else { return }
        let detail = String(cString: words)
        throw exchange.error(code, detail.isEmpty ? String(cString: curl_easy_strerror(code)) : detail)
    }

    /// Takes back what lives no longer than a transfer: the good-bye comes later, and is listened to as well.
    private func forget() {
        chigiri_curl_set_pointer(handle, CURLOPT_DEBUGDATA, nil)
        chigiri_curl_set_pointer(handle, CURLOPT_READDATA, nil)
        chigiri_curl_set_list(handle, CURLOPT_MAIL_RCPT, nil)
    }

    private func accepted(_ code: CURLcode, _ option: CURLoption) throws(OutboundError) {
        guard code == CURLE_OK else {
            throw .unreachable(
                reason: "libcurl refuses option \(option.rawValue): \(String(cString: curl_easy_strerror(code)))"
            )
        }
    }
}

/// Gives the next bytes of the message. `CURLOPT_READFUNCTION`
private func read(
    _ buffer: UnsafeMutablePointer<CChar>?,
    _ size: Int,
    _ count: Int,
    _ context: UnsafeMutableRawPointer?
) -> Int {
    guard let buffer, let context else { return 0 }
    let exchange = Unmanaged<SMTPExchange>.fromOpaque(context).takeUnretainedValue()
    return exchange.read(into: UnsafeMutableRawBufferPointer(start: buffer, count: size * count))
}

/// Hears the commands and the replies, and nothing that was encrypted or is the message itself. `CURLOPT_DEBUGFUNCTION`
private func listen(
    _: UnsafeMutableRawPointer?,
    _ kind: curl_infotype,
    _ bytes: UnsafeMutablePointer<CChar>?,
    _ count: Int,
    _ context: UnsafeMutableRawPointer?
) -> Int32 {
    guard let bytes, let context, kind == CURLINFO_HEADER_IN || kind == CURLINFO_HEADER_OUT else { return 0 }
    let exchange = Unmanaged<SMTPExchange>.fromOpaque(context).takeUnretainedValue()
    let text = String(decoding: UnsafeRawBufferPointer(start: bytes, count: count), as: UTF8.self)
    for line in text.split(whereSeparator: \.isNewline) {
        if kind == CURLINFO_HEADER_OUT {
            exchange.dialogue.sent(line)
        } else {
            exchange.dialogue.received(line)
        }
    }
    return 0
}
