import DewarText

extension FailurePage {
    /// The page for browsers: whole, without anything from elsewhere.
    package var html: Markup {
        """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="robots" content="noindex">
        <meta name="color-scheme" content="light dark">
        <title>\(title) – \(kind)</title>
        <style>\(Self.style)</style>
        </head>
        <body>
        <header>
        <p class="kind">\(kind)<button type="button" id="copy">Copy as text</button></p>
        <h1>\(title)</h1>
        \(messageMarkup)
        \(hints.map { hint -> Markup in "<p class=\"hint\">\(hint)</p>" }.joined())
        </header>
        <main>
        \(placesMarkup)
        \(tables.filter { !$0.rows.isEmpty }.map(Self.markup(of:)).joined(separator: "\n"))
        \(panels.map(\.markup).joined(separator: "\n"))
        \(outputMarkup)
        </main>
        <textarea id="text" aria-hidden="true" tabindex="-1" readonly>\(text)</textarea>
        <script>\(Self.script)</script>
        \(reloading == .onChange ? LiveReload.tag() : "")
        </body>
        </html>

        """
    }

    private var messageMarkup: Markup {
        message.isEmpty ? "" : "<pre class=\"message\">\(message)</pre>"
    }

    /// The application's places open, each run of the others behind one line.
    private var placesMarkup: Markup {
        var parts: [Markup] = []
        var others: [Place] = []
        func close() {
            guard !others.isEmpty else { return }
            let count = others.count == 1 ? "1 frame" : "\(others.count) frames"
            let list = others.map { place -> Markup in "<li>\(place.title)</li>" }.joined()
            parts.append(
                """
                <details class="others"><summary>\(count) of Dewar and the runtime</summary>
                <ol>\(list)</ol></details>
                """)
            others = []
        }
        for place in places {
            if place.isOwn {
                close()
                parts.append(Self.markup(of: place))
            } else {
                others.append(place)
            }
        }
        close()
        return parts.joined(separator: "\n")
    }

    private var outputMarkup: Markup {
        guard let output else { return "" }
        return """
            <details class="output"><summary>\(output.title)</summary>\
            <pre>\(output.text)</pre></details>
            """
    }

    private static func markup(of place: Place) -> Markup {
        let function: Markup = place.function.map { "<code>\($0)</code> " } ?? ""
        var position = place.file ?? ""
        for number in [place.line, place.column] {
            if let number { position += ":\(number)" }
        }
        let message: Markup = place.message.map { "<p class=\"said\">\($0)</p>" } ?? ""
        let details: Markup =
            place.details.isEmpty
            ? ""
            : """
            <details class="notes"><summary>What the compiler shows</summary>\
            <pre>\(place.details.joined(separator: "\n"))</pre></details>
            """
        return """
            <section class="place">
            <h2>\(function)<span class="file">\(position)</span></h2>
            \(message)\(place.excerpt.map(markup(of:)) ?? "")\(details)
            </section>
            """
    }

    private static func markup(of excerpt: SourceExcerpt) -> Markup {
        let rows = excerpt.lines.enumerated().map { offset, line -> Markup in
            let number = excerpt.firstLine + offset
            guard number == excerpt.marked else {
                return "<span class=\"row\"><i>\(number)</i>\(line)\n</span>"
            }
            let marked: Markup =
                excerpt.pieces.map { "\($0.before)<b>\($0.at)</b>\($0.after)" } ?? "\(line)"
            return "<span class=\"row marked\"><i>\(number)</i>\(marked)\n</span>"
        }
        return "<pre class=\"source\"><code>\(rows.joined())</code></pre>"
    }

    private static func markup(of table: Table) -> Markup {
        let rows = table.rows.map { row -> Markup in
            "<tr><th scope=\"row\">\(row.name)</th><td>\(row.value)</td></tr>"
        }
        let open: Markup = table.isFolded ? "" : " open"
        return """
            <details\(open)><summary>\(table.title)</summary>\
            <div class="scroll"><table>\(rows.joined())</table></div></details>
            """
    }

    /// Copies the text, and brings what is marked into view where lines are longer than the window.
    private static let script: Markup = """

        for (const mark of document.querySelectorAll(".marked b")) {
          const box = mark.closest(".source");
          const beyond = mark.getBoundingClientRect().right - box.getBoundingClientRect().right;
          if (beyond > 0) box.scrollLeft += beyond + 48;
        }
        document.getElementById("copy").addEventListener("click", async (event) => {
          const text = document.getElementById("text");
          try {
            await navigator.clipboard.writeText(text.value);
          } catch {
            text.select();
            document.execCommand("copy");
          }
          event.target.textContent = "Copied";
        });

        """
}
