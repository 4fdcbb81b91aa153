/// The logs that a statement goes into: the task's, and that of its request.
struct ActiveLogs {
    private let own = QueryLog.current
    private let ambient = AmbientDatabase.log

    var isEmpty: Bool { own == nil && ambient == nil }

    func append(_ entry: QueryLog.Entry) {
        own?.append(entry)
        if let ambient, ambient !== own { ambient.append(entry) }
    }
}
