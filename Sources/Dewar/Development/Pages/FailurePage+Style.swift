import DewarText

extension FailurePage {
    /// How the page looks: light or dark as the reader's system is, narrow or wide.
    static let style: Markup = """

        :root {
          --ground: #f6f7f9; --card: #fff; --ink: #1c2430; --soft: #5d6878; --line: #dfe4ea;
          --accent: #c0392b; --mark: #fdecea; --hint: #eef5ff; --hint-ink: #1d4f91;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --ground: #12161c; --card: #1a2029; --ink: #e4e9f0; --soft: #97a3b3; --line: #2b3441;
            --accent: #ff7b6b; --mark: #3b2226; --hint: #182a40; --hint-ink: #9cc5ff;
          }
        }
        * { box-sizing: border-box; }
        body {
          margin: 0; background: var(--ground); color: var(--ink);
          font: 16px/1.5 system-ui, "Segoe UI", Roboto, sans-serif;
        }
        header, main { max-width: 62rem; margin: 0 auto; padding: 0 1.25rem; }
        header { padding-top: 2.25rem; padding-bottom: .5rem; }
        h1 { margin: .25rem 0 .5rem; font-size: 1.75rem; line-height: 1.2; overflow-wrap: anywhere; }
        .kind {
          display: flex; justify-content: space-between; align-items: center; gap: 1rem;
          margin: 0; color: var(--accent); font-weight: 600; letter-spacing: .02em;
        }
        button {
          font: inherit; font-size: .85rem; color: var(--soft); background: var(--card);
          border: 1px solid var(--line); border-radius: .4rem; padding: .25rem .75rem; cursor: pointer;
        }
        button:hover { color: var(--ink); border-color: var(--soft); }
        pre, code, .file { font-family: ui-monospace, "SF Mono", Menlo, Consolas, monospace; }
        pre { margin: 0; font-size: .85rem; line-height: 1.6; tab-size: 4; }
        .message { white-space: pre-wrap; overflow-wrap: anywhere; font-size: 1rem; }
        .hint {
          margin: .75rem 0 0; padding: .6rem .9rem; border-radius: .5rem;
          background: var(--hint); color: var(--hint-ink);
        }
        .place, details {
          margin: 1rem 0; background: var(--card); border: 1px solid var(--line);
          border-radius: .6rem; overflow: hidden;
        }
        h2 { margin: 0; padding: .7rem 1rem; font-size: .95rem; font-weight: 600; overflow-wrap: anywhere; }
        h2 .file { color: var(--soft); font-weight: 400; font-size: .85rem; }
        .said { margin: 0; padding: 0 1rem .7rem; overflow-wrap: anywhere; }
        .source { overflow-x: auto; border-top: 1px solid var(--line); padding: .5rem 0; }
        .source code { display: inline-block; min-width: 100%; }
        .row { display: block; padding-right: 1rem; }
        .row i {
          display: inline-block; width: 4rem; padding-right: 1rem; text-align: right;
          color: var(--soft); font-style: normal; user-select: none;
        }
        .marked { background: var(--mark); box-shadow: inset 3px 0 var(--accent); }
        .marked b { font-weight: 700; color: var(--card); background: var(--accent);
          border-radius: .15rem; }
        summary { padding: .7rem 1rem; cursor: pointer; color: var(--soft); }
        details[open] > summary { border-bottom: 1px solid var(--line); }
        details > pre { padding: .75rem 1rem; overflow-x: auto; }
        .place .notes { margin: 0; border: 0; border-top: 1px solid var(--line); border-radius: 0; }
        .others { background: none; border-style: dashed; }
        .others ol { margin: 0; padding: .6rem 1rem .6rem 2.75rem; color: var(--soft); font-size: .85rem;
          overflow-wrap: anywhere; }
        .scroll { overflow-x: auto; }
        table { width: 100%; border-collapse: collapse; font-size: .875rem; }
        th, td { padding: .4rem 1rem; text-align: left; vertical-align: top; border-top: 1px solid var(--line); }
        tr:first-child > * { border-top: 0; }
        th { width: 14rem; font-weight: 500; color: var(--soft); overflow-wrap: anywhere; }
        td { overflow-wrap: anywhere; white-space: pre-wrap;
          font-family: ui-monospace, "SF Mono", Menlo, Consolas, monospace; }
        .panel thead th { width: auto; white-space: nowrap; }
        .panel tbody tr:first-child > * { border-top: 1px solid var(--line); }
        .panel .number { text-align: right; white-space: nowrap; }
        .rest { margin: 0; padding: .4rem 1rem; color: var(--soft); border-top: 1px solid var(--line); }
        summary small { margin-left: .5rem; font-size: .85rem; }
        #text { position: absolute; left: -9999px; width: 1px; height: 1px; }
        @media (max-width: 36rem) {
          header, main { padding-left: .75rem; padding-right: .75rem; }
          h1 { font-size: 1.35rem; }
          .row i { width: 2.75rem; padding-right: .6rem; }
          th { width: 8rem; }
          th, td { padding: .4rem .6rem; }
        }

        """
}
