import DewarText

// Dewar's side of the benchmarks of single functions: reads what to do, one JSON object a line on
// standard input, and answers each with a line, so that the other side can take turns with it.
while let line = readLine() {
    let answer: JSON
    do {
        answer = try Benchmarks.run(try JSONReader.read(line))
    } catch {
        answer = ["error": .string("\(error)")]
    }
    print(answer)
    Benchmarks.flush()
}
