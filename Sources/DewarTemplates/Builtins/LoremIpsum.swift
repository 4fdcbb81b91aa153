/// Text without a meaning, for designs without a text.
///
/// - SeeAlso: `jinja2.utils.generate_lorem_ipsum`.
enum LoremIpsum {
    /// The most words that may be asked for.
    private static let maximalWords = 1 << 20

    private static let signature = Signature(
        "generate_lorem_ipsum", "n", "html", "min", "max", leading: 0)

    /// `lipsum(n=5, html=True, min=20, max=100)`.
    ///
    /// - Throws: ValueError if no number lies between the least and the most words.
    static func make(_ arguments: Arguments, _ state: RenderState) throws -> Value {
        let bound = try signature.bind(arguments)
        let count = try bound.int(0) ?? 5
        let isHTML = try bound.isTrue(1, default: true)
        let (least, most) = (try bound.int(2) ?? 20, try bound.int(3) ?? 100)
        guard count > 0 else { return isHTML ? .markup(.empty) : .string(.empty) }
        guard least < most else {
            throw TemplateError.value("empty range for randrange() (\(least), \(most))")
        }
        let (words, overflow) = count.multipliedReportingOverflow(by: max(most, 1))
        guard !overflow, words <= maximalWords else {
            throw TemplateError(
                .memoryError, "a text of more than \(maximalWords) words is too large")
        }
        var output = Output()
        for index in 0..<count {
            if index > 0 { output.append(string: isHTML ? "\n" : "\n\n") }
            if isHTML { output.write("<p>") }
            try appendParagraph(words: Int.random(in: least..<most), to: &output)
            if isHTML { output.write("</p>") }
            try Value.checkSize(output.count)
        }
        return isHTML ? .markup(output.text) : .string(output.text)
    }

    private static func appendParagraph(words count: Int, to output: inout Output) throws {
        guard count > 0 else { return output.write(".") }
        var lastWord: Substring = ""
        var lastComma = 0
        var lastStop = 0
        var isCapitalized = true
        for index in 0..<count {
            var word = lastWord
            while word == lastWord { word = words[Int.random(in: words.indices)] }
            lastWord = word
            if index > 0 { output.write(" ") }
            let text = Text(String(word))
            output.append(isCapitalized ? text.capitalized() : text)
            isCapitalized = false
            try Value.checkSize(output.count)
            let endsSentence = index - Int.random(in: 10..<20) > lastStop
            if index - Int.random(in: 3..<8) > lastComma, !endsSentence, index < count - 1 {
                lastComma = index
                lastStop += 2
                output.write(",")
            }
            if endsSentence, index < count - 1 {
                lastComma = index
                lastStop = index
                output.write(".")
                isCapitalized = true
            }
        }
        output.write(".")
    }

    private static let words: [Substring] = """
        a ac accumsan ad adipiscing aenean aliquam aliquet amet ante aptent arcu at auctor augue
        bibendum blandit class commodo condimentum congue consectetuer consequat conubia
        convallis cras cubilia cum curabitur curae cursus dapibus diam dictum dictumst dignissim
        dis dolor donec dui duis egestas eget eleifend elementum elit enim erat eros est et
        etiam eu euismod facilisi facilisis fames faucibus felis fermentum feugiat fringilla
        fusce gravida habitant habitasse hac hendrerit hymenaeos iaculis id imperdiet in
        inceptos integer interdum ipsum justo lacinia lacus laoreet lectus leo libero ligula
        litora lobortis lorem luctus maecenas magna magnis malesuada massa mattis mauris metus
        mi molestie mollis montes morbi mus nam nascetur natoque nec neque netus nibh nisi nisl
        non nonummy nostra nulla nullam nunc odio orci ornare parturient pede pellentesque
        penatibus per pharetra phasellus placerat platea porta porttitor posuere potenti
        praesent pretium primis proin pulvinar purus quam quis quisque rhoncus ridiculus risus
        rutrum sagittis sapien scelerisque sed sem semper senectus sit sociis sociosqu sodales
        sollicitudin suscipit suspendisse taciti tellus tempor tempus tincidunt torquent tortor
        tristique turpis ullamcorper ultrices ultricies urna ut varius vehicula vel velit
        venenatis vestibulum vitae vivamus viverra volutpat vulputate
        """.split(whereSeparator: \.isWhitespace)
}
