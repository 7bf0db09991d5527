internal import CCurl
internal import CLibCurl
internal import Foundation
internal import Synchronization

/// Limits of one HTTP exchange.
///
/// A stalled endpoint ends in an error, never in waiting.
package struct TransportLimits: Sendable, Equatable {
    package var connectSeconds: Double
    /// Longest silence in either direction.
    ///
    /// Without streaming an endpoint is silent while the model thinks.
    package var idleSeconds: Double
    package var totalSeconds: Double
    package var responseBytes: Int

    /// Makes limits; the defaults suit a slow local model that answers without streaming.
    package init(
        connectSeconds: Double = 10, idleSeconds: Double = 600, totalSeconds: Double = 1800,
        responseBytes: Int = 16 << 20
    ) {
        self.connectSeconds = connectSeconds
        self.idleSeconds = idleSeconds
        self.totalSeconds = totalSeconds
        self.responseBytes = responseBytes
    }
}

/// Holds one POST.
///
/// Headers may contain a key: a request is never printed or stored.
struct TransportRequest: Sendable {
    var url: String
    var headers: [(name: String, value: String)]
    var body: [UInt8]
    var limits: TransportLimits
}

/// Holds a complete response.
struct TransportResponse: Sendable, Equatable {
    var status: Int
    /// Names in lower case; of repeated headers the last.
    var headers: [String: String]
    var body: [UInt8]
}

/// Says why no complete response came.
enum TransportFailure: Error, Equatable {
    case unreachable(String)
    case timedOut(ModelError.Phase, seconds: Double)
    /// The connection ended after the request was sent and before the answer was complete.
    case broken(receivedBytes: Int, detail: String)
    case tooLarge(limitBytes: Int)
    /// Nothing that waiting mends: a bad certificate or address.
    case impossible(String)
}

/// Carries requests over libcurl, each on a thread of its own, because libcurl blocks.
struct CurlTransport: Sendable {
    /// Sends a request and waits for the whole response.
    ///
    /// - Throws: ``TransportFailure``, or `CancellationError` within milliseconds after the task is cancelled.
    func send(_ request: TransportRequest) async throws -> TransportResponse {
        let cancellation = TransferCancellation()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                Thread.detachNewThread {
                    let transfer = CurlTransfer(request: request, cancellation: cancellation)
                    continuation.resume(with: transfer.run())
                    // The handles are freed after the answer: a name look-up under way may hold this thread for seconds.
                    transfer.close()
                }
            }
        } onCancel: {
            cancellation.cancel()
        }
    }
}

/// Wakes a transfer from another thread.
private final class TransferCancellation: Sendable {
    private struct State {
        var cancelled = false
        /// Address of the multi handle while it lives; an integer, because handles are not Sendable.
        var multi: UInt?
    }
    private let state = Mutex(State())

    var isCancelled: Bool { state.withLock { $0.cancelled } }

    func cancel() {
        state.withLock { state in
            state.cancelled = true
            // `curl_multi_wakeup` is the one call that libcurl allows from any thread; the lock keeps the handle alive.
            if let multi = state.multi { _ = curl_multi_wakeup(UnsafeMutableRawPointer(bitPattern: multi)) }
        }
    }

    func attach(_ multi: UnsafeMutableRawPointer) {
        state.withLock { $0.multi = UInt(bitPattern: multi) }
    }

    func detach() {
        state.withLock { $0.multi = nil }
    }
}

/// Collects what libcurl hands over; used on the transfer's thread only.
private final class ReceivedBytes {
    var body: [UInt8] = []
    var headers: [String: String] = [:]
    var overflowed = false
    let limit: Int

    init(limit: Int) {
        self.limit = limit
    }

    /// Takes body bytes; false ends the transfer.
    func take(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard body.count + bytes.count <= limit else {
            overflowed = true
            return false
        }
        body.append(contentsOf: bytes)
        return true
    }

    func takeHeader(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard bytes.count <= 1 << 16, headers.count < 1000 else { return false }
        let line = String(decoding: bytes, as: UTF8.self)
        if line.hasPrefix("HTTP/") {
            headers = [:]
            return true
        }
        guard let colon = line.firstIndex(of: ":") else { return true }
        let value = line[line.index(after: colon)...].trimmingCharacters(in: .whitespacesAndNewlines)
        headers[line[..<colon].lowercased()] = value
        return true
    }
}

/// Owns the C handles of one exchange and stays on one thread.
private final class CurlTransfer {
    private static let initialised = curl_global_init(Int(CURL_GLOBAL_DEFAULT))

    private let request: TransportRequest
    private let cancellation: TransferCancellation
    private let received: ReceivedBytes
    private let errorBuffer: UnsafeMutablePointer<CChar>
    private var easy: UnsafeMutableRawPointer?
    private var multi: UnsafeMutableRawPointer?
    private var headerList: UnsafeMutablePointer<curl_slist>?

    init(request: TransportRequest, cancellation: TransferCancellation) {
        self.request = request
        self.cancellation = cancellation
        received = ReceivedBytes(limit: request.limits.responseBytes)
        errorBuffer = .allocate(capacity: Int(CURL_ERROR_SIZE))
        errorBuffer.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    }

    func run() -> Result<TransportResponse, any Error> {
        guard Self.initialised == CURLE_OK, let easy = curl_easy_init(), let multi = curl_multi_init() else {
            return .failure(TransportFailure.impossible("libcurl could not be started"))
        }
        self.easy = easy
        self.multi = multi
        let setUp = configure(easy)
        guard setUp == CURLE_OK else {
            return .failure(TransportFailure.impossible(String(cString: curl_easy_strerror(setUp))))
        }
        cancellation.attach(multi)
        defer { cancellation.detach() }
        guard curl_multi_add_handle(multi, easy) == CURLM_OK else {
            return .failure(TransportFailure.impossible("libcurl did not accept the request"))
        }
        return Result { try drive(multi, easy) }
    }

    /// Frees every handle; call once, last.
    func close() {
        if let easy, let multi { curl_multi_remove_handle(multi, easy) }
        if let easy { curl_easy_cleanup(easy) }
        if let multi { curl_multi_cleanup(multi) }
        if let headerList { curl_slist_free_all(headerList) }
        errorBuffer.deallocate()
    }

    private func configure(_ easy: UnsafeMutableRawPointer) -> CURLcode {
        for header in request.headers + [("Expect", "")] {
            // "Name:" without a value removes the header in libcurl, which is what `Expect` needs.
            let line = header.value.isEmpty ? "\(header.name):" : "\(header.name): \(header.value)"
            headerList = curl_slist_append(headerList, line)
        }
        let host = request.url.drop { $0 != ":" }.dropFirst(3)
        let isLoopback = ["127.", "localhost", "[::1]"].contains { host.hasPrefix($0) }
        let codes = [
            evolve_curl_set_string(easy, CURLOPT_URL, request.url),
            evolve_curl_set_string(easy, CURLOPT_PROTOCOLS_STR, "http,https"),
            // A proxy from the environment does not know this machine's own servers.
            isLoopback ? evolve_curl_set_string(easy, CURLOPT_NOPROXY, "*") : CURLE_OK,
            evolve_curl_set_string(easy, CURLOPT_ACCEPT_ENCODING, ""),
            evolve_curl_set_post(easy, request.body, request.body.count),
            evolve_curl_set_long(easy, CURLOPT_POST, 1),
            evolve_curl_set_list(easy, CURLOPT_HTTPHEADER, headerList),
            evolve_curl_set_long(easy, CURLOPT_SSL_VERIFYPEER, 1),
            evolve_curl_set_long(easy, CURLOPT_SSL_VERIFYHOST, 2),
            evolve_curl_set_long(easy, CURLOPT_FOLLOWLOCATION, 0),
            evolve_curl_set_long(easy, CURLOPT_NOSIGNAL, 1),
            evolve_curl_set_long(easy, CURLOPT_TCP_KEEPALIVE, 1),
            evolve_curl_set_long(easy, CURLOPT_CONNECTTIMEOUT_MS, Int(request.limits.connectSeconds * 1000)),
            evolve_curl_set_error_buffer(easy, errorBuffer),
            evolve_curl_set_receivers(
                easy, receiveBody, receiveHeader, Unmanaged.passUnretained(received).toOpaque()),
        ]
        return codes.first { $0 != CURLE_OK } ?? CURLE_OK
    }

    /// Runs the exchange to its end.
    ///
    /// Silence is measured here, because libcurl's own low-speed limit counts whole seconds.
    private func drive(
        _ multi: UnsafeMutableRawPointer, _ easy: UnsafeMutableRawPointer
    ) throws -> TransportResponse {
        let limits = request.limits
        let start = ContinuousClock.now
        var lastProgress = start
        var progress: Int64 = 0
        while true {
            var running: Int32 = 0
            let code = curl_multi_perform(multi, &running)
            guard code == CURLM_OK else {
                throw TransportFailure.impossible(String(cString: curl_multi_strerror(code)))
            }
            if cancellation.isCancelled { throw CancellationError() }
            var result = CURLE_OK
            if evolve_curl_ended(multi, &result) == 1 { return try outcome(result, easy) }

            let now = ContinuousClock.now
            let moved =
                Int64(received.body.count + received.headers.count)
                + evolve_curl_get_offset(easy, CURLINFO_SIZE_UPLOAD_T)
            if moved != progress {
                progress = moved
                lastProgress = now
            }
            let idleLeft = limits.idleSeconds - (now - lastProgress).seconds
            let totalLeft = limits.totalSeconds - (now - start).seconds
            if totalLeft <= 0 { throw TransportFailure.timedOut(.total, seconds: limits.totalSeconds) }
            if idleLeft <= 0 { throw TransportFailure.timedOut(.idle, seconds: limits.idleSeconds) }
            let wait = Int32((min(idleLeft, totalLeft, 1) * 1000).rounded(.up))
            _ = curl_multi_poll(multi, nil, 0, wait, nil)
        }
    }

    private func outcome(_ code: CURLcode, _ easy: UnsafeMutableRawPointer) throws -> TransportResponse {
        if received.overflowed {
            throw TransportFailure.tooLarge(limitBytes: request.limits.responseBytes)
        }
        guard code == CURLE_OK else { throw failure(code) }
        return TransportResponse(
            status: evolve_curl_get_long(easy, CURLINFO_RESPONSE_CODE), headers: received.headers,
            body: received.body)
    }

    private func failure(_ code: CURLcode) -> TransportFailure {
        let detailed = String(cString: errorBuffer)
        let detail = detailed.isEmpty ? String(cString: curl_easy_strerror(code)) : detailed
        switch code {
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY, CURLE_COULDNT_CONNECT:
            return .unreachable(detail)
        case CURLE_OPERATION_TIMEDOUT:
            return .timedOut(.connect, seconds: request.limits.connectSeconds)
        case CURLE_PARTIAL_FILE, CURLE_RECV_ERROR, CURLE_SEND_ERROR, CURLE_GOT_NOTHING, CURLE_HTTP2,
            CURLE_HTTP2_STREAM, CURLE_BAD_CONTENT_ENCODING:
            return .broken(receivedBytes: received.body.count, detail: detail)
        default:
            return .impossible(detail)
        }
    }
}

private func receiveBody(
    bytes: UnsafeMutablePointer<CChar>?, size: Int, count: Int, context: UnsafeMutableRawPointer?
) -> Int {
    guard let context else { return 0 }
    let received = Unmanaged<ReceivedBytes>.fromOpaque(context).takeUnretainedValue()
    return received.take(UnsafeRawBufferPointer(start: bytes, count: size * count)) ? size * count : 0
}

private func receiveHeader(
    bytes: UnsafeMutablePointer<CChar>?, size: Int, count: Int, context: UnsafeMutableRawPointer?
) -> Int {
    guard let context else { return 0 }
    let received = Unmanaged<ReceivedBytes>.fromOpaque(context).takeUnretainedValue()
    return received.takeHeader(UnsafeRawBufferPointer(start: bytes, count: size * count)) ? size * count : 0
}

extension Duration {
    /// The length in seconds.
    var seconds: Double {
        Double(components.seconds) + Double(components.attoseconds) * 1e-18
    }
}
