import DewarProcesses
import DewarText

extension StatusReport {
    /// For people: a line for each number, and a block for each worker.
    var text: String {
        var lines = [
            "uptime: \(uptime.components.seconds) s",
            "requests: \(requests)",
            "running requests: \(busy)",
            "connections: \(acceptedConnections) accepted, \(openConnections) open",
            "waiting connections: \(waitingConnections.map(String.init) ?? "unknown")",
            "replacements of all workers: \(reloads)",
            "unexpected ends: \(crashes)",
        ]
        for worker in workers {
            let name = worker.seat == 0 ? "process" : "worker \(worker.seat), process"
            lines += [
                "",
                """
                \(name) \(worker.process): \(worker.state) for \(worker.uptime.components.seconds) \
                s, \(worker.requests) requests, \(worker.busy) running, \
                \(worker.openConnections) connections, \(worker.memory / 1_048_576) MiB
                """,
            ]
            lines += worker.running.map { "  \($0)" }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// For programs: one object; times in seconds, memory in bytes.
    var json: Page {
        let value: JSON = [
            "uptime": .double(uptime.seconds),
            "requests": .int(requests),
            "running": .int(busy),
            "connections": [
                "accepted": .int(acceptedConnections), "open": .int(openConnections),
                "waiting": waitingConnections.map(JSON.int) ?? .null,
            ],
            "reloads": .int(reloads),
            "crashes": .int(crashes),
            "workers": .array(workers.map { Self.json(of: $0) }),
        ]
        return Page(contentType: "application/json", text: JSONWriter().text(of: value) + "\n")
    }

    private static func json(of worker: Worker) -> JSON {
        [
            "worker": .int(worker.seat),
            "process": .int(Int(worker.process)),
            "state": .string("\(worker.state)"),
            "uptime": .double(worker.uptime.seconds),
            "requests": .int(worker.requests),
            "running": .int(worker.busy),
            "connections": [
                "accepted": .int(worker.acceptedConnections), "open": .int(worker.openConnections),
            ],
            "memory": .int(worker.memory),
            "active": .array(
                worker.running.map { request in
                    [
                        "method": .string(request.method), "path": .string(request.path),
                        "age": .double(request.age.seconds), "phase": .string("\(request.phase)"),
                    ]
                }),
        ]
    }

    /// For Prometheus.
    ///
    /// - SeeAlso: Prometheus, "Exposition formats", version 0.0.4.
    var prometheus: Page {
        let oldest = workers.flatMap(\.running).map(\.age).max() ?? .zero
        var metrics: [Metric] = [
            Metric("uptime_seconds", "gauge", "Time since the start.", uptime.seconds),
            Metric("requests_total", "counter", "Requests begun.", Double(requests)),
            Metric("requests_running", "gauge", "Requests being answered.", Double(busy)),
            Metric(
                "request_age_seconds", "gauge", "Age of the oldest running request.", oldest.seconds
            ),
            Metric(
                "connections_accepted_total", "counter", "Connections taken.",
                Double(acceptedConnections)),
            Metric("connections_open", "gauge", "Open connections.", Double(openConnections)),
            Metric("reloads_total", "counter", "Replacements of all workers.", Double(reloads)),
            Metric("crashes_total", "counter", "Unexpected ends of workers.", Double(crashes)),
        ]
        if let waitingConnections {
            metrics.append(
                Metric(
                    "connections_waiting", "gauge", "Connections nobody has accepted.",
                    Double(waitingConnections)))
        }
        var memory = Metric("worker_memory_bytes", "gauge", "Memory of a worker in RAM.", [])
        for worker in workers {
            memory.samples.append(
                ("{worker=\"\(worker.seat)\",process=\"\(worker.process)\"}", Double(worker.memory))
            )
        }
        metrics.append(memory)
        return Page(
            contentType: "text/plain; version=0.0.4; charset=utf-8",
            text: metrics.map(\.text).joined())
    }

    private struct Metric {
        var name: String
        var type: String
        var help: String
        /// Labels, and values.
        var samples: [(String, Double)]

        init(_ name: String, _ type: String, _ help: String, _ samples: [(String, Double)]) {
            self.name = "dewar_" + name
            self.type = type
            self.help = help
            self.samples = samples
        }

        init(_ name: String, _ type: String, _ help: String, _ value: Double) {
            self.init(name, type, help, [("", value)])
        }

        var text: String {
            "# HELP \(name) \(help)\n# TYPE \(name) \(type)\n"
                + samples.map { "\(name)\($0.0) \($0.1)\n" }.joined()
        }
    }
}

extension Duration {
    /// The same time as a number of seconds.
    fileprivate var seconds: Double {
        Double(components.seconds) + Double(components.attoseconds) / 1e18
    }
}
