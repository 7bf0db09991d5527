// HTTP over libcurl: one thread drives every exchange of the process through one multi handle, so that connections are used
// again and sixty-four requests cost no more threads than one. `CurlTransport.send` puts an order into the inbox and wakes
// the thread; `TransferLoop` runs there; each exchange is a `CurlTransfer`.
internal import CCurl
internal import CLibCurl
internal import Foundation
internal import Synchronization

/// Carries requests over libcurl.
struct CurlTransport: Sendable {
    /// Sends a request and waits for the whole response.
    ///
    /// - Throws: ``TransportFailure``, or `CancellationError` within milliseconds after the task is cancelled.
    func send(_ request: TransportRequest) async throws -> TransportResponse {
        let inbox = TransferInbox.shared
        let number = inbox.nextNumber()
        defer { inbox.forget(number) }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                inbox.add(TransferOrder(number: number, request: request, continuation: continuation))
            }
        } onCancel: {
            inbox.cancel(number)
        }
    }
}

/// Holds one request on its way to the thread.
private struct TransferOrder: Sendable {
    var number: UInt64
    var request: TransportRequest
    var continuation: CheckedContinuation<TransportResponse, any Error>
}

/// Passes orders and cancellations to the thread, and wakes it.
private final class TransferInbox: Sendable {
    static let shared = TransferInbox()

    private struct State {
        var orders: [TransferOrder] = []
        var cancelled: Set<UInt64> = []
        var last: UInt64 = 0
        /// Address of the multi handle, which is never freed; an integer, because handles are not Sendable.
        var multi: UInt?
        var isStarted = false
    }
    private let state = Mutex(State())

    func nextNumber() -> UInt64 {
        state.withLock { state in
            state.last += 1
            return state.last
        }
    }

    func add(_ order: TransferOrder) {
        let mustStart = state.withLock { state in
            state.orders.append(order)
            defer { state.isStarted = true }
            return !state.isStarted
        }
        if mustStart {
            Thread.detachNewThread { TransferLoop(inbox: self)?.run() ?? self.refuseAll() }
        }
        wake()
    }

    func cancel(_ number: UInt64) {
        state.withLock { _ = $0.cancelled.insert(number) }
        wake()
    }

    func forget(_ number: UInt64) {
        state.withLock { _ = $0.cancelled.remove(number) }
    }

    func attach(_ multi: UnsafeMutableRawPointer) {
        state.withLock { $0.multi = UInt(bitPattern: multi) }
    }

    func take() -> (orders: [TransferOrder], cancelled: Set<UInt64>) {
        state.withLock { state in
            defer { state.orders = [] }
            return (state.orders, state.cancelled)
        }
    }

    private func wake() {
        // `curl_multi_wakeup` is the one call that libcurl allows from any thread.
        let multi = state.withLock { $0.multi }
        if let multi { _ = curl_multi_wakeup(UnsafeMutableRawPointer(bitPattern: multi)) }
    }

    /// Answers what waits where libcurl cannot be started; the next order tries again.
    private func refuseAll() {
        let orders = state.withLock { state in
            defer { (state.orders, state.isStarted) = ([], false) }
            return state.orders
        }
        for order in orders {
            order.continuation.resume(
                throwing: TransportFailure.impossible("libcurl could not be started"))
        }
    }
}

/// Runs all exchanges; lives on its thread for as long as the process.
private final class TransferLoop {
    private let inbox: TransferInbox
    private let multi: UnsafeMutableRawPointer
    private var transfers: [UnsafeMutableRawPointer: CurlTransfer] = [:]

    init?(inbox: TransferInbox) {
        guard curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK, let multi = curl_multi_init() else {
            return nil
        }
        self.inbox = inbox
        self.multi = multi
        inbox.attach(multi)
    }

    func run() {
        while true {
            let (orders, cancelled) = inbox.take()
            for order in orders { start(order, isCancelled: cancelled.contains(order.number)) }
            var running: Int32 = 0
            let code = curl_multi_perform(multi, &running)
            if code != CURLM_OK {
                let why = String(cString: curl_multi_strerror(code))
                for transfer in transfers.values { end(transfer, throwing: TransportFailure.impossible(why)) }
            }
            var result = CURLE_OK
            while let easy = evolve_curl_ended(multi, &result) {
                if let transfer = transfers[easy] { end(transfer, transfer.outcome(result)) }
            }
            let now = ContinuousClock.now
            var wait = 60.0
            for transfer in transfers.values {
                if cancelled.contains(transfer.order.number) {
                    end(transfer, throwing: CancellationError())
                } else if let settled = transfer.settled(now, wait: &wait) {
                    end(transfer, settled)
                }
            }
            _ = curl_multi_poll(multi, nil, 0, Int32((wait * 1000).rounded(.up)), nil)
        }
    }

    private func start(_ order: TransferOrder, isCancelled: Bool) {
        guard !isCancelled else { return order.continuation.resume(throwing: CancellationError()) }
        guard let easy = curl_easy_init() else {
            return order.continuation.resume(
                throwing: TransportFailure.impossible("libcurl could not be started"))
        }
        let transfer = CurlTransfer(order: order, easy: easy)
        transfers[easy] = transfer
        let code = transfer.configure()
        guard code == CURLE_OK else {
            return end(
                transfer,
                throwing: TransportFailure.impossible(String(cString: curl_easy_strerror(code))))
        }
        guard curl_multi_add_handle(multi, easy) == CURLM_OK else {
            return end(
                transfer, throwing: TransportFailure.impossible("libcurl did not accept the request"))
        }
    }

    private func end(_ transfer: CurlTransfer, throwing error: any Error) {
        end(transfer, .failure(error))
    }

    /// Answers the caller and frees the handle.
    ///
    /// Taking away a handle whose host name is being looked up would hold up all others until the look-up ends. It stays until
    /// libcurl ends it, which never sends its request.
    private func end(_ transfer: CurlTransfer, _ result: Result<TransportResponse, any Error>) {
        transfer.answer(result)
        if case .failure = result, transfer.mayBeLookingUp { return transfer.abandon() }
        transfers[transfer.easy] = nil
        curl_multi_remove_handle(multi, transfer.easy)
        transfer.close()
    }
}

/// Owns the C handle of one exchange and stays on the thread.
private final class CurlTransfer {
    let order: TransferOrder
    let easy: UnsafeMutableRawPointer
    private let received: ReceivedBytes
    private let errorBuffer: UnsafeMutablePointer<CChar>
    private var headerList: UnsafeMutablePointer<curl_slist>?
    private let start = ContinuousClock.now
    private var lastProgress = ContinuousClock.now
    private var progress: Int64 = 0
    private var isAnswered = false
    private var isOver = false

    private var request: TransportRequest { order.request }

    init(order: TransferOrder, easy: UnsafeMutableRawPointer) {
        self.order = order
        self.easy = easy
        received = ReceivedBytes(limit: order.request.limits.responseBytes, stream: order.request.stream)
        errorBuffer = .allocate(capacity: Int(CURL_ERROR_SIZE))
        errorBuffer.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    }

    /// Frees everything; call once, last, when the handle belongs to no multi handle any more.
    func close() {
        curl_easy_cleanup(easy)
        if let headerList { curl_slist_free_all(headerList) }
        errorBuffer.deallocate()
    }

    /// Hands the result to the caller; later results go nowhere.
    func answer(_ result: Result<TransportResponse, any Error>) {
        guard !isAnswered else { return }
        isAnswered = true
        order.continuation.resume(with: result)
    }

    /// True while libcurl may be waiting for the address of a host.
    var mayBeLookingUp: Bool {
        !isOver && !isAnsweredBeforeStart && evolve_curl_get_offset(easy, CURLINFO_NAMELOOKUP_TIME_T) <= 0
            && evolve_curl_get_offset(easy, CURLINFO_SIZE_UPLOAD_T) <= 0
    }

    /// The handle never came so far as to look anything up.
    private var isAnsweredBeforeStart: Bool { headerList == nil }

    /// Keeps the request from being sent, and the answer from being collected.
    func abandon() { received.isAbandoned = true }

    func configure() -> CURLcode {
        for header in request.headers + [("Expect", "")] {
            // "Name:" without a value removes the header in libcurl, which is what `Expect` needs.
            let line = header.value.isEmpty ? "\(header.name):" : "\(header.name): \(header.value)"
            headerList = curl_slist_append(headerList, line)
        }
        let host = request.url.drop { $0 != ":" }.dropFirst(3)
        let isLoopback = ["127.", "localhost", "[::1]"].contains { host.hasPrefix($0) }
        let context = Unmanaged.passUnretained(received).toOpaque()
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
            // Servers drop idle connections; one that is not used at once is better made anew.
            evolve_curl_set_long(easy, CURLOPT_MAXAGE_CONN, 15),
            evolve_curl_set_long(easy, CURLOPT_CONNECTTIMEOUT_MS, Int(request.limits.connectSeconds * 1000)),
            evolve_curl_set_error_buffer(easy, errorBuffer),
            evolve_curl_set_receivers(easy, receiveBody, receiveHeader, context),
            evolve_curl_set_before_sending(easy, beforeSending, context),
        ]
        return codes.first { $0 != CURLE_OK } ?? CURLE_OK
    }

    /// Judges an exchange that is under way: complete, out of time, or nil while it may go on.
    ///
    /// Silence is measured here, because libcurl's own low-speed limit counts whole seconds. `wait` becomes at most the seconds
    /// until the next look is due.
    func settled(_ now: ContinuousClock.Instant, wait: inout Double) -> Result<TransportResponse, any Error>?
    {
        guard !isAnswered else { return nil }
        let limits = request.limits
        let moved =
            Int64(received.count + received.headers.count)
            + evolve_curl_get_offset(easy, CURLINFO_SIZE_UPLOAD_T)
        if moved != progress {
            progress = moved
            lastProgress = now
        }
        let silence = (now - lastProgress).seconds
        if received.stream?.isSettled == true {
            // Some servers hold the connection after the last event.
            guard silence < 0.25 else { return .success(response()) }
            wait = min(wait, 0.25)
        }
        let idleLeft = limits.idleSeconds - silence
        let totalLeft = limits.totalSeconds - (now - start).seconds
        if totalLeft <= 0 {
            return .failure(TransportFailure.timedOut(.total, seconds: limits.totalSeconds))
        }
        if idleLeft <= 0 {
            return .failure(TransportFailure.timedOut(.idle, seconds: limits.idleSeconds))
        }
        wait = min(wait, idleLeft, totalLeft)
        return nil
    }

    /// Says what libcurl's result means.
    func outcome(_ code: CURLcode) -> Result<TransportResponse, any Error> {
        isOver = true
        if received.overflowed {
            return .failure(TransportFailure.tooLarge(limitBytes: request.limits.responseBytes))
        }
        if code == CURLE_OK { received.stream?.close() }
        guard code == CURLE_OK || received.stream?.isSettled == true else { return .failure(failure(code)) }
        return .success(response())
    }

    private func response() -> TransportResponse {
        TransportResponse(
            status: evolve_curl_get_long(easy, CURLINFO_RESPONSE_CODE), headers: received.headers,
            body: received.body, stream: received.isStreaming ? received.stream : nil,
            receivedBytes: received.count)
    }

    private func failure(_ code: CURLcode) -> TransportFailure {
        let detailed = String(cString: errorBuffer)
        let detail = detailed.isEmpty ? String(cString: curl_easy_strerror(code)) : detailed
        switch code {
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY, CURLE_COULDNT_CONNECT:
            return .unreachable(detail)
        case CURLE_OPERATION_TIMEDOUT:
            return .timedOut(.connect, seconds: request.limits.connectSeconds)
        case CURLE_ABORTED_BY_CALLBACK:
            return .broken(receivedBytes: 0, detail: "the connection was closed without an answer")
        case CURLE_PARTIAL_FILE, CURLE_RECV_ERROR, CURLE_SEND_ERROR, CURLE_GOT_NOTHING, CURLE_HTTP2,
            CURLE_HTTP2_STREAM, CURLE_BAD_CONTENT_ENCODING:
            return .broken(receivedBytes: received.count, detail: detail)
        default:
            return .impossible(detail)
        }
    }
}

/// Collects what libcurl hands over; used on the transfer's thread only.
private final class ReceivedBytes {
    private(set) var body: [UInt8] = []
    private(set) var headers: [String: String] = [:]
    private(set) var overflowed = false
    /// Bytes of the body so far, those of events included.
    private(set) var count = 0
    var stream: StreamedAnswer?
    /// Nobody waits for the answer any more.
    var isAbandoned = false
    private let limit: Int
    private var isSuccess = false
    /// Times that the request was about to be sent.
    private var sendings = 0

    init(limit: Int, stream: StreamedAnswer?) {
        self.limit = limit
        self.stream = stream
    }

    /// True for an answer in events; an error, or an answer of a server that does not stream, comes whole.
    var isStreaming: Bool {
        stream != nil && isSuccess && headers["content-type"]?.hasPrefix("text/event-stream") == true
    }

    /// Allows one sending: libcurl would send again by itself over a new connection when a used one turns out to be closed,
    /// and then nobody would know that the first may have been charged.
    func allowSending() -> Bool {
        sendings += 1
        return sendings == 1 && !isAbandoned
    }

    /// Takes body bytes; false ends the transfer.
    func take(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard !isAbandoned else { return false }
        count += bytes.count
        guard count <= limit else {
            overflowed = true
            return false
        }
        if isStreaming {
            stream?.take(bytes)
        } else {
            body.append(contentsOf: bytes)
        }
        return true
    }

    func takeHeader(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard !isAbandoned, bytes.count <= 1 << 16, headers.count < 1000 else { return false }
        let line = String(decoding: bytes, as: UTF8.self)
        if line.hasPrefix("HTTP/") {
            headers = [:]
            isSuccess = line.split(separator: " ").dropFirst().first == "200"
            return true
        }
        guard let colon = line.firstIndex(of: ":") else { return true }
        let value = line[line.index(after: colon)...].trimmingCharacters(in: .whitespacesAndNewlines)
        headers[line[..<colon].lowercased()] = value
        return true
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

private func beforeSending(
    context: UnsafeMutableRawPointer?, _: UnsafeMutablePointer<CChar>?, _: UnsafeMutablePointer<CChar>?,
    _: Int32, _: Int32
) -> Int32 {
    guard let context else { return CURL_PREREQFUNC_ABORT }
    let received = Unmanaged<ReceivedBytes>.fromOpaque(context).takeUnretainedValue()
    return received.allowSending() ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT
}

extension Duration {
    /// The length in seconds.
    var seconds: Double {
        Double(components.seconds) + Double(components.attoseconds) * 1e-18
    }
}
