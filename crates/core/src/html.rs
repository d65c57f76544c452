//! Text from outside that is written in HTML. What leaves here can be put into the window: it runs nothing and fetches nothing.

use ammonia::Builder;
use std::collections::{HashMap, HashSet};

/// Paragraphs, lists, tables, emphasis and links; a link only to where http or https leads. What is no HTML is given as it is read.
pub fn safe(content_type: &str, content: &str) -> String {
    if !is_html(content_type) {
        return format!("<pre>{}</pre>", ammonia::clean_text(content));
    }
    Builder::new()
        .tags(HashSet::from([
            "a", "b", "br", "code", "div", "em", "h1", "h2", "h3", "h4", "hr", "i", "li", "ol", "p", "pre", "span",
            "strong", "table", "tbody", "td", "th", "thead", "tr", "u", "ul",
        ]))
        .tag_attributes(HashMap::from([("a", HashSet::from(["href"]))]))
        .generic_attributes(HashSet::new())
        .url_schemes(HashSet::from(["http", "https"]))
        .url_relative(ammonia::UrlRelative::Deny)
        .clean(content)
        .to_string()
}

/// The words alone, to be searched.
pub fn words(content_type: &str, content: &str) -> String {
    if !is_html(content_type) {
        return content.to_owned();
    }
    // Words of two paragraphs are two words.
    let apart = content.replace('<', " <");
    let text = Builder::empty().clean(&apart).to_string();
    text.replace("&nbsp;", " ")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
}

fn is_html(content_type: &str) -> bool {
    content_type.eq_ignore_ascii_case("html")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_runs_and_nothing_is_fetched() {
        for (outside, inside) in [
            ("<p onclick=\"go()\">a <b>b</b></p>", "<p>a <b>b</b></p>"),
            ("a<script>alert(1)</script><style>p{}</style>b", "ab"),
            ("<img src=https://example.org/x.png onerror=alert(1)>c", "c"),
            (
                "<a href=\"javascript:alert(1)\">d</a>",
                "<a rel=\"noopener noreferrer\">d</a>",
            ),
            (
                "<a href=\"//example.org\" target=_top>e</a>",
                "<a rel=\"noopener noreferrer\">e</a>",
            ),
            (
                "<a href=\"https://example.org/?a=1&amp;b=2\">f</a>",
                "<a href=\"https://example.org/?a=1&amp;b=2\" rel=\"noopener noreferrer\">f</a>",
            ),
            ("<iframe src=x></iframe><form action=x><input name=y></form>g", "g"),
            (
                "<div style=\"background:url(https://example.org)\">h</div>",
                "<div>h</div>",
            ),
            ("<p>i", "<p>i</p>"),
        ] {
            assert_eq!(safe("html", outside), inside);
        }
        assert_eq!(safe("text", "1 < 2"), "<pre>1&#32;&lt;&#32;2</pre>");
    }

    #[test]
    fn words_stand_apart_and_tags_are_none() {
        let words = words("HTML", "<p>one</p><p>two &amp;&nbsp;three</p><script>four</script>");
        assert_eq!(
            words.split_whitespace().collect::<Vec<_>>(),
            ["one", "two", "&", "three"]
        );
    }
}
