import ArgumentParser

/// Options about processes, and when they end.
struct ProcessOptions: ParsableArguments {
    @Option(
        help: """
            The number of worker processes, started again when they end; 0: this process answers \
            by itself (default: 1 under spawn-fcgi, else 0).
            """)
    var workers: Int?

    @Option(
        help: """
            The number of threads of each process (default: four for each core, 8 at least).
            """)
    var threads: Int?

    @Option(help: "Replace a worker after about so many requests (default: never).")
    var maxRequests: Int?

    @Option(
        help: ArgumentHelp(
            "Replace a worker that has so much memory, as 300M.", valueName: "size"),
        transform: reading(SizeOption.self, "a size as 300M or 1G"))
    var maxMemory: SizeOption?

    @Option(
        help: ArgumentHelp(
            """
            How long stopping and restarting wait for the requests under way, in seconds \
            (default: 30).
            """, valueName: "time"),
        transform: reading(TimeOption.self, "a time as 30 or 500ms"))
    var gracefulTimeout: TimeOption?

    @Option(
        help: ArgumentHelp(
            "Cancel a request that takes longer: the answer is 504.", valueName: "time"),
        transform: reading(TimeOption.self, "a time as 30 or 500ms"))
    var requestTimeout: TimeOption?

    @Option(
        help: ArgumentHelp(
            """
            End a worker that answers a request for longer, with all that it does: the last \
            resort.
            """, valueName: "time"),
        transform: reading(TimeOption.self, "a time as 30 or 500ms"))
    var requestLimit: TimeOption?

    func validate() throws {
        if let workers, !(0...512).contains(workers) {
            throw ValidationError("--workers is a number from 0 to 512, not \(workers).")
        }
        if let threads, !(1...1024).contains(threads) {
            throw ValidationError("--threads is a number from 1 to 1024, not \(threads).")
        }
        if let maxRequests, maxRequests < 1 {
            throw ValidationError("--max-requests is a number from 1, not \(maxRequests).")
        }
        for (option, time) in [
            ("--request-timeout", requestTimeout), ("--request-limit", requestLimit),
        ] where time?.duration == .zero {
            throw ValidationError("\(option) is a time above 0; leave it out for any time.")
        }
    }

    func apply(to configuration: inout ServerConfiguration) {
        if let workers { configuration.workers = workers }
        if let threads { configuration.transport.threads = threads }
        if let maxRequests { configuration.maximalRequests = maxRequests }
        if let maxMemory { configuration.maximalMemory = maxMemory.bytes }
        if let gracefulTimeout {
            configuration.transport.gracefulTimeout = gracefulTimeout.duration
        }
        if let requestTimeout { configuration.transport.requestTimeout = requestTimeout.duration }
        if let requestLimit { configuration.requestLimit = requestLimit.duration }
    }
}
