//! The one window.

use crate::outside;
use tauri::{
    App, Url, WebviewUrl, WebviewWindowBuilder,
    webview::{NewWindowResponse, PageLoadEvent},
};
use url::form_urlencoded::byte_serialize;

/// The window's label, which its permissions name.
pub const MAIN: &str = "main";

/// Makes the window. It shows itself with its first content, so that nobody sees an empty one: what the link leads to, if there
/// is one.
pub fn open(app: &App, link: Option<&str>) -> tauri::Result<()> {
    WebviewWindowBuilder::new(app, MAIN, WebviewUrl::App(first_page(link).into()))
        .title("Kontor")
        .inner_size(1280.0, 800.0)
        .min_inner_size(960.0, 600.0)
        .visible(false)
        .on_navigation(is_own)
        .on_new_window(|url, _| {
            outside::open(&url);
            NewWindowResponse::Deny
        })
        .on_page_load(|window, page| {
            if page.event() == PageLoadEvent::Finished
                && let Err(error) = window.show()
            {
                log::warn!("the window cannot be shown: {error}");
            }
        })
        .build()?;
    Ok(())
}

/// The window finds out itself where a link leads, and says so where it leads nowhere.
fn first_page(link: Option<&str>) -> String {
    let mut page = "index.html".to_owned();
    if let Some(link) = link {
        page.push_str("#/link?to=");
        page.extend(byte_serialize(link.as_bytes()));
    }
    page
}

/// Whether a page is part of this program. Nothing else is ever loaded into the window.
fn is_own(url: &Url) -> bool {
    let embedded = url.scheme() == "tauri" || url.host_str() == Some("tauri.localhost");
    embedded || (tauri::is_dev() && url.host_str() == Some("localhost"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_one_parameter_of_the_first_page_whatever_it_holds() {
        assert_eq!(first_page(None), "index.html");
        let page = first_page(Some("kontor://o/users/1&x=2#/outbox"));
        assert_eq!(
            page,
            "index.html#/link?to=kontor%3A%2F%2Fo%2Fusers%2F1%26x%3D2%23%2Foutbox"
        );
    }

    #[test]
    fn only_its_own_pages_are_loaded() {
        for (url, own) in [
            ("tauri://localhost/", true),
            ("http://tauri.localhost/#/users", true),
            ("https://example.com/", false),
            ("http://tauri.localhost.example.com/", false),
            ("data:text/html,hello", false),
            ("file:///etc/passwd", false),
        ] {
            assert_eq!(is_own(&url.parse().unwrap()), own, "{url}");
        }
    }
}
