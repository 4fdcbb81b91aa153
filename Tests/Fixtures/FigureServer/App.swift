import Dewar

/// What the scripts of figures ask: Hello's two pages, bodies of any size, waiting, events.
let app = Application { app in
    // The pages that the benchmarks' load asks for.
    app.route("/") { "안녕하세요, Flask!" }
    app.route("/user/<username>") { username in "사용자 이름: \(username)" }

    // What came: the number of bytes and their sum, by which a lost or doubled one is seen.
    app.post("/upload") { () async throws -> String in
        var tally = Tally()
        for try await chunk in request.body { tally.add(chunk) }
        return "\(tally)"
    }

    // '/download/stream/1000': as many bytes, written in pieces while the client reads.
    app.get("/download/stream/<int:count>") { (count: Int) in
        Response(
            headers: [.contentLength: String(count)], contentType: "application/octet-stream",
            body: .stream { writer in
                var rest = count
                while rest > 0 {
                    try await writer.write(
                        rest >= Pattern.piece.count
                            ? Pattern.piece : Array(Pattern.piece.prefix(rest)))
                    rest -= min(rest, Pattern.piece.count)
                }
            })
    }

    // The file 'download.bin' of the folder that the server was started in, without reading it.
    app.get("/download/file") { () throws -> Response in
        Response(
            contentType: "application/octet-stream",
            body: .file(try OpenFile(path: "download.bin")))
    }

    // '/sleep/100': answers after as many milliseconds, and holds no thread meanwhile.
    app.get("/sleep/<int:milliseconds>") { (milliseconds: Int) async throws -> String in
        try await Task.sleep(for: .milliseconds(milliseconds))
        return "slept"
    }

    // '/events/10/100': as many server-sent events, one in so many milliseconds.
    app.get("/events/<int:count>/<int:milliseconds>") { (count: Int, milliseconds: Int) in
        Response(
            headers: [.cacheControl: "no-store", "X-Accel-Buffering": "no"],
            contentType: "text/event-stream",
            body: .stream { writer in try await Listeners.send(count, milliseconds, writer) })
    }

    // How many streams of events were begun, were told that nobody listens, and have ended.
    app.get("/listeners") { Listeners.counts }
}
