import DewarText

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Sends every case to what answers its kind.
enum Runner {
    /// Answers one case.
    ///
    /// - Parameter line: A case as `conformance/README.md` describes it; `expect` is not looked at.
    /// - Returns: An object with the case's `id` and its result.
    static func answer(to line: String) async -> JSON {
        let testCase: JSON
        do {
            testCase = try JSONReader.read(line)
        } catch {
            return ["id": nil, "crash": "\(error)"]
        }
        var answer: JSONObject = ["id": testCase["id"] ?? nil]
        switch testCase["kind"]?.string {
        case "jinja":
            for (key, value) in JinjaCases.answer(testCase) { answer[key] = value }
        case "route":
            let result =
                testCase["app"] == nil
                ? RouteCases.answer(testCase) : await AppRouteCases.answer(testCase)
            for (key, value) in result { answer[key] = value }
        case "http":
            for (key, value) in HTTPCases.answer(testCase) { answer[key] = value }
        case "form":
            for (key, value) in FormCases.answer(testCase) { answer[key] = value }
        case "session":
            for (key, value) in SessionCases.answer(testCase) { answer[key] = value }
        case let kind:
            answer["unsupported"] = "kind \(kind ?? "?") is not built yet"
        }
        return .object(answer)
    }

    /// Sends on what was printed.
    static func flush() {
        fflush(nil)
    }
}
