/// Reads errors as endpoints write them into JSON, also under HTTP 200 and in streams.
enum ErrorBody {
    /// Finds the error in a body or event; nil when there is none.
    ///
    /// `httpStatus` counts unless it is 200: then the error's own code or type says what it means.
    static func fault(in json: JSONValue, httpStatus: Int) -> AnswerFault? {
        // Gemini's compatible endpoint wraps the object into a list.
        let object = json.array?.first ?? json
        guard let error = object["error"] else {
            guard httpStatus != 200, let message = object["message"]?.string ?? object["detail"]?.string
            else { return nil }
            return .error(status: httpStatus, message: message)
        }
        let type = error["type"]?.string ?? ""
        let code = error["code"]?.string ?? ""
        var message = error.string ?? error["message"]?.string ?? (type.isEmpty ? "no message" : type)
        if let field = error["param"]?.string, !message.contains("'\(field)'") { message += " (\(field))" }
        if type.contains("context") { message += " (\(type))" }
        if !code.isEmpty { message += " (\(code))" }
        // No credit is told with the status of a rate limit, but waiting does not help.
        if [type, code].contains("insufficient_quota") { return .error(status: 402, message: message) }
        guard httpStatus == 200 else { return .error(status: httpStatus, message: message) }
        let number = error["code"]?.integer ?? error["status"]?.integer ?? Int(code)
        return .error(status: number ?? meaning[code] ?? meaning[type] ?? 502, message: message)
    }

    /// Statuses of the words that stand in for them.
    private static let meaning = [
        "overloaded_error": 529, "rate_limit_error": 429, "rate_limit_exceeded": 429, "api_error": 500,
        "server_error": 500, "timeout_error": 504, "invalid_request_error": 400, "invalid_prompt": 400,
        "authentication_error": 401, "permission_error": 403, "not_found_error": 404,
        "request_too_large": 413, "billing_error": 402,
    ]
}
