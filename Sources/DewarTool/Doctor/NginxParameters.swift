/// Looks whether a configuration of nginx tells an application what it has to know.
struct NginxParameters {
    private let parameters: [String: String]

    /// Reads a configuration; what it includes is not looked at.
    ///
    /// - Parameter file: Its path.
    /// - Throws: ``Failure`` when it cannot be read.
    init(file: String) throws {
        let text = String(decoding: try InputFile.bytes(of: file), as: UTF8.self)
        var parameters: [String: String] = [:]
        for line in text.split(whereSeparator: \.isNewline) {
            let words = line.prefix { $0 != "#" }.split(whereSeparator: \.isWhitespace)
            guard words.count >= 3, words[0] == "fastcgi_param" else { continue }
            parameters[String(words[1])] = words[2...].joined(separator: " ")
        }
        self.parameters = parameters
    }

    /// What is said, and what is not.
    var findings: [Finding] {
        [
            finding(
                "PATH_INFO", "the path that chose the location",
                "fastcgi_param PATH_INFO $document_uri;", isNeeded: true),
            finding(
                "HTTPS", "whether links begin with https, and cookies are secure",
                "fastcgi_param HTTPS $https if_not_empty;"),
            finding(
                "HTTP_HOST", "the host and port that links have",
                "fastcgi_param HTTP_HOST $http_host;"),
            finding(
                "HTTP_PROXY", "cleared, or clients set the proxy of programs (httpoxy)",
                "fastcgi_param HTTP_PROXY \"\";"),
            finding(
                "REQUEST_ID", "the number of a request in both logs",
                "fastcgi_param REQUEST_ID $request_id;"),
        ]
    }

    private func finding(
        _ name: String, _ meaning: String, _ line: String, isNeeded: Bool = false
    ) -> Finding {
        guard let value = parameters[name] else {
            return Finding(
                subject: name, found: "not told: \(meaning)", advice: "Add: \(line)",
                isNeeded: isNeeded)
        }
        return Finding(subject: name, found: String(value.dropLast(value.hasSuffix(";") ? 1 : 0)))
    }
}
