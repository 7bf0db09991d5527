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
    /// Collects the answer, should the endpoint send it in events; nil for one that is wanted whole.
    var stream: StreamedAnswer?
}

/// Holds a complete response.
struct TransportResponse: Sendable {
    var status: Int
    /// Names in lower case; of repeated headers the last.
    var headers: [String: String]
    /// Empty where the answer came in events.
    var body: [UInt8]
    /// What came in events; nil for any other response.
    var stream: StreamedAnswer?
    var receivedBytes: Int
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
