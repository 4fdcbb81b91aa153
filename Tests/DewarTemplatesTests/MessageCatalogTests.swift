import DewarTemplates
import Testing

/// Gettext catalogues; what they give is what Python's `gettext` gives.
@Suite struct MessageCatalogTests {
    private static let po = """
        # Polish
        msgid ""
        msgstr ""
        "Content-Type: text/plain; charset=UTF-8\\n"
        "Language: pl\\n"
        "Plural-Forms: nplurals=3; plural=n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || "
        "n%100>=20) ? 1 : 2;\\n"

        #: page.html:3
        msgid "Hello"
        msgstr "Cześć"

        msgctxt "menu"
        msgid "File"
        msgstr "Plik"

        #, python-format
        msgid "%(num)s file"
        msgid_plural "%(num)s files"
        msgstr[0] "%(num)s plik"
        msgstr[1] "%(num)s pliki"
        msgstr[2] "%(num)s plików"

        #, fuzzy
        msgid "Draft"
        msgstr "Szkic"

        msgid "Nothing"
        msgstr ""

        #~ msgid "Old"
        #~ msgstr "Stary"
        """

    /// The same catalogue as `msgfmt` writes it.
    private static let mo =
        "de12049500000000040000001c0000003c0000000000000000000000000000005c0000001a0000005d00000005"
        + "00000078000000090000007e00000098000000880000002a00000021010000070000004c01000004000000"
        + "540100000025286e756d29732066696c650025286e756d29732066696c65730048656c6c6f006d656e7504"
        + "46696c6500436f6e74656e742d547970653a20746578742f706c61696e3b20636861727365743d5554462d"
        + "380a4c616e67756167653a20706c0a506c7572616c2d466f726d733a206e706c7572616c733d333b20706c"
        + "7572616c3d6e3d3d31203f2030203a206e2531303e3d32202626206e2531303c3d3420262620286e253130"
        + "303c3130207c7c206e253130303e3d323029203f2031203a20323b0a0025286e756d297320706c696b0025"
        + "286e756d297320706c696b690025286e756d297320706c696bc3b37700437a65c59bc48700506c696b00"

    private static func bytes(_ digits: String) -> [UInt8] {
        stride(from: 0, to: digits.utf8.count, by: 2).compactMap { offset in
            let start = digits.utf8.index(digits.startIndex, offsetBy: offset)
            return UInt8(digits[start..<digits.utf8.index(start, offsetBy: 2)], radix: 16)
        }
    }

    @Test(arguments: [true, false])
    func bothFormatsGiveTheSame(isText: Bool) throws {
        let catalog =
            isText ? try MessageCatalog(po: Self.po) : try MessageCatalog(mo: Self.bytes(Self.mo))
        #expect(catalog.headers["Language"] == "pl")
        #expect(catalog.translate("Hello") == "Cześć")
        #expect(catalog.translate("File", context: "menu") == "Plik")
        #expect(catalog.translate("File") == "File")
        let forms = [0, 1, 2, 5, 12, 22, 112].map {
            catalog.translate("%(num)s file", plural: "%(num)s files", number: $0)
        }
        #expect(
            forms == [
                "%(num)s plików", "%(num)s plik", "%(num)s pliki", "%(num)s plików",
                "%(num)s plików", "%(num)s pliki", "%(num)s plików",
            ])
        #expect(catalog.translate("a", plural: "b", number: 1) == "a")
        #expect(catalog.translate("a", plural: "b", number: 2) == "b")
    }

    @Test func fuzzyEmptyAndObsoleteEntriesAreLeftOut() throws {
        let catalog = try MessageCatalog(po: Self.po)
        #expect(
            ["Draft", "Nothing", "Old"].map { catalog.translate($0) } == [
                "Draft", "Nothing", "Old",
            ])
    }

    @Test(arguments: [
        ("n!=1", [1, 0, 1, 1, 1, 1, 1]),
        ("n>1", [0, 0, 1, 1, 1, 1, 1]),
        ("0", [0, 0, 0, 0, 0, 0, 0]),
        ("n==1 ? 0 : n==2 ? 1 : 2", [2, 0, 1, 2, 2, 2, 2]),
        ("n%10==1 && n%100!=11 ? 0 : 1", [1, 0, 1, 1, 1, 1, 0]),
    ])
    func pluralFormsAreEvaluated(rule: String, forms: [Int]) throws {
        let catalog = try MessageCatalog(
            po: """
                msgid ""
                msgstr "Plural-Forms: nplurals=3; plural=\(rule);\\n"
                msgid "a"
                msgid_plural "b"
                msgstr[0] "0"
                msgstr[1] "1"
                msgstr[2] "2"
                """)
        let numbers = [0, 1, 2, 3, 5, 11, 21]
        #expect(
            numbers.map { catalog.translate("a", plural: "b", number: $0) }
                == forms.map(String.init))
    }

    @Test(arguments: ["n +", "x", "n import os", "n ? 1", "((((((((((((((((((((((n", "n(1)"])
    func wrongPluralFormsAreRefused(rule: String) {
        let error = #expect(throws: TemplateError.self) {
            try MessageCatalog(po: "msgid \"\"\nmsgstr \"Plural-Forms: plural=\(rule)\\n\"")
        }
        #expect(error?.kind == .valueError)
    }

    @Test(arguments: [0, 3, 10, 27, 40, 90, 200])
    func cutFilesAreRefused(count: Int) {
        #expect(throws: TemplateError.self) {
            try MessageCatalog(mo: Array(Self.bytes(Self.mo).prefix(count)))
        }
    }

    @Test func templatesAreTranslated() throws {
        let catalog = try MessageCatalog(po: Self.po)
        let environment = TemplateEnvironment {
            $0.extensions = [.internationalization]
            $0.translations = catalog.translations(isNewStyle: true)
        }
        let template = try environment.fromString(
            """
            {{ _('Hello') }} {{ pgettext('menu', 'File') }} \
            {% trans num=n %}{{ num }} file{% pluralize %}{{ num }} files{% endtrans %}
            """)
        #expect(try template.render(["n": 3]) == "Cześć Plik 3 pliki")
    }
}
