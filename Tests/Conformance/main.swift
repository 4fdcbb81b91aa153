import DewarText

// Answers conformance cases: one JSON object a line on standard input, one line each on standard
// output, flushed, so that a crash costs one case only.
while let line = readLine() {
    guard !line.isEmpty else { continue }
    print(
        JSONWriter(escapesNonASCII: true, sortsKeys: false).text(of: await Runner.answer(to: line)))
    Runner.flush()
}
