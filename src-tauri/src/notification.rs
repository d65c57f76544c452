//! Desktop notifications, straight to the system's service: what reports success was taken by it.

use kontor_core::Notice;
use kontor_model::{Code, Error, Result};
use notify_rust::Notification;

/// # Errors
/// [`Code::Internal`] when the desktop has no notification service or it refuses.
pub async fn show(notice: &Notice) -> Result<()> {
    let (title, body) = (notice.title.clone(), notice.body.clone());
    let shown = tauri::async_runtime::spawn_blocking(move || {
        let body = if understands_markup() { escaped(&body) } else { body };
        Notification::new()
            .appname("Kontor")
            .summary(&title)
            .body(&body)
            .show()
            .map(drop)
    });
    let failed = |error: String| Error::new(Code::Internal, format!("The desktop shows no notifications ({error})."));
    shown
        .await
        // A panic's own text may quote the notice.
        .map_err(|_| failed("its service made the program stumble".to_owned()))?
        .map_err(|error| failed(error.to_string()))
}

/// Services may read the body as markup; names of people come from outside.
#[cfg(all(unix, not(target_os = "macos")))]
fn understands_markup() -> bool {
    notify_rust::get_capabilities().is_ok_and(|known| known.iter().any(|capability| capability == "body-markup"))
}

#[cfg(not(all(unix, not(target_os = "macos"))))]
fn understands_markup() -> bool {
    false
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_name_with_markup_stays_a_name() {
        assert_eq!(super::escaped("<b>Per & Kari</b>"), "&lt;b&gt;Per &amp; Kari&lt;/b&gt;");
    }
}
