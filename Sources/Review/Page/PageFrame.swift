internal import Foundation

/// Puts a view into a document: head, bar, style and script, under a policy that lets nothing else run or load.
package struct PageFrame: Sendable {
    /// Title of the window.
    package var title: String
    /// Way back up: words and path.
    var crumbs: [(words: String, path: String)]
    /// The view.
    package var main: String
    /// Path that tells whether something changed; nil for pages that stay as they are.
    var poll: String?
    /// What that path said when the page was drawn.
    var version: String
    var base: String
    var author: String

    /// Renders the document.
    /// - Parameter nonce: fresh for every answer; the header that goes with it is ``policy(nonce:)``.
    /// - Returns: the whole page.
    package func html(nonce: String) -> String {
        let trail = crumbs.map { crumb in
            HTML.element("a", [("href", crumb.path)], HTML.escaped(crumb.words))
        }.joined(separator: "<span class=\"sep\">/</span>")
        var attributes = [("id", "main"), ("data-version", version)]
        if let poll { attributes.append(("data-poll", poll)) }
        return """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <link rel="icon" href="data:,">
            <title>\(HTML.escaped(title))</title>
            <style nonce="\(nonce)">\(Stylesheet.text)\(PageStyle.text)</style></head>
            <body class="review"><div class="bar"><a class="brand" href="\(base)/">evolve review</a>\
            <nav>\(trail)</nav><label class="who">Your name <input id="author" maxlength="60" \
            autocomplete="nickname" value="\(HTML.escaped(author))"></label></div>
            <p id="offline" class="warning" hidden>The server does not answer. Start <code>evolve review</code> again and open \
            the address that it prints; what you sent before is kept.</p>
            \(HTML.element("main", attributes, main))
            <script nonce="\(nonce)">\(PageScript.text)</script>
            </body></html>

            """
    }

    /// Says what the document may do: run this script, use this style, show films and talk to its own server; nothing else.
    package static func policy(nonce: String) -> String {
        "default-src 'none'; script-src 'nonce-\(nonce)'; style-src 'nonce-\(nonce)'; img-src data:; media-src 'self'; "
            + "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    }

    /// Draws a page that says one thing, such as why a request is refused.
    package static func message(_ title: String, _ words: String, base: String?) -> PageFrame {
        let back =
            base.map { HTML.element("p", [], HTML.element("a", [("href", $0 + "/")], "All runs")) } ?? ""
        return PageFrame(
            title: title, crumbs: [], main: HTML.text("h1", title) + HTML.text("p", words) + back, poll: nil,
            version: "", base: base ?? "", author: "")
    }
}
