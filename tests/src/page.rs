//! The page inside the window: found by role and name, waited for by its own changes, used by real clicks and keys.

use crate::{Result, desk::PATIENCE};
use serde_json::{Value, json};
use std::path::PathBuf;
use thirtyfour::{Key, WebDriver, WebElement, action_chain::ActionChain};

/// Waits for movements, and then for two frames: the first may have begun before. What takes a second or more is no
/// movement but a clock, such as the one that takes a note away.
const DRAWN: &str = "
    const [done] = arguments;
    const moving = document.getAnimations().filter((one) => one.effect.getComputedTiming().endTime < 1000);
    const frames = () => requestAnimationFrame(() => requestAnimationFrame(done));
    Promise.allSettled(moving.map((one) => one.finished)).then(frames);";

const USABLE: &str = "all(p.role, p.name).find((one) => !one.disabled && one.getAttribute('aria-disabled') !== 'true')";

/// More stops of the Tab key than any screen has.
const STOPS: usize = 150;

pub struct Page {
    pub driver: WebDriver,
    /// Where a picture goes of the page that did not show what was waited for.
    pub failed: PathBuf,
}

impl Page {
    /// Waits until the JavaScript expression holds; it sees `find(role, name)`, `all(role, name)` and the parameters `p`.
    /// Gives its value. `what` says what was waited for, if it never comes.
    pub async fn until(&self, what: &str, condition: &str, parameters: Value) -> Result<Value> {
        let answer = self.wait(condition, parameters).await?;
        match answer.json() {
            Value::Null => self.never_seen(what).await,
            value => Ok(value.clone()),
        }
    }

    async fn never_seen<T>(&self, what: &str) -> Result<T> {
        std::fs::write(&self.failed, self.driver.screenshot_as_png().await?)?;
        Err(format!("never seen: {what}; see {}", self.failed.display()).into())
    }

    async fn wait(&self, condition: &str, parameters: Value) -> Result<thirtyfour::session::scriptret::ScriptRet> {
        let script = include_str!("page.js").replace("CONDITION", condition);
        Ok(self
            .driver
            .execute_async(script, vec![parameters, json!(PATIENCE.as_millis())])
            .await?)
    }

    async fn element(&self, role: &str, name: &str, condition: &str) -> Result<WebElement> {
        let found = self.wait(condition, json!({ "role": role, "name": name })).await?;
        if found.json().is_null() {
            return self.never_seen(&format!("the {role} “{name}”")).await;
        }
        Ok(found.element()?)
    }

    /// Waits for it. Gives its text.
    pub async fn see(&self, role: &str, name: &str) -> Result<String> {
        let parameters = json!({ "role": role, "name": name });
        let what = format!("the {role} “{name}”");
        let condition = "find(p.role, p.name) && [textOf(find(p.role, p.name))]";
        let text = self.until(&what, condition, parameters).await?;
        Ok(text[0].as_str().unwrap_or_default().to_owned())
    }

    /// Waits until there is none.
    pub async fn gone(&self, role: &str, name: &str) -> Result {
        let parameters = json!({ "role": role, "name": name });
        self.until(
            &format!("the end of the {role} “{name}”"),
            "!find(p.role, p.name)",
            parameters,
        )
        .await?;
        Ok(())
    }

    /// Clicks it as soon as it is there and can be used.
    pub async fn click(&self, role: &str, name: &str) -> Result {
        self.element(role, name, USABLE).await?;
        // What still moves is not where the click will be.
        self.settled().await?;
        self.element(role, name, USABLE).await?.click().await?;
        Ok(())
    }

    /// Waits until nothing moves and everything is drawn.
    pub async fn settled(&self) -> Result {
        self.driver.execute_async(DRAWN, vec![]).await?;
        Ok(())
    }

    /// Types over what stands in a field.
    pub async fn fill(&self, role: &str, name: &str, text: &str) -> Result {
        self.see(role, name).await?;
        self.settled().await?;
        let field = self.element(role, name, "find(p.role, p.name)").await?;
        field.click().await?;
        field.send_keys(Key::Control + "a").await?;
        field.send_keys(text).await?;
        self.until(
            &format!("“{text}” in {name}"),
            "find(p.role, p.name).value === p.text",
            json!({ "role": role, "name": name, "text": text }),
        )
        .await?;
        Ok(())
    }

    /// Presses one key where the focus is.
    pub async fn press(&self, key: Key) -> Result {
        self.driver.action_chain().send_keys(key).perform().await?;
        Ok(())
    }

    /// Presses a letter while these are held, where the focus is.
    pub async fn press_with(&self, held: &[Key], letter: char) -> Result {
        let down = |chain: ActionChain, key: &Key| chain.key_down(key.clone());
        let up = |chain: ActionChain, key: &Key| chain.key_up(key.clone());
        let chain = held.iter().fold(self.driver.action_chain(), down).send_keys(letter);
        held.iter().fold(chain, up).perform().await?;
        Ok(())
    }

    /// Types where the focus is.
    pub async fn type_text(&self, text: &str) -> Result {
        self.driver.action_chain().send_keys(text).perform().await?;
        Ok(())
    }

    /// Gives it the focus with Tab alone, as soon as it is there and can be used.
    pub async fn walk_to(&self, role: &str, name: &str) -> Result {
        self.element(role, name, USABLE).await?;
        self.settled().await?;
        for _ in 0..STOPS {
            if self.has_focus(role, name).await? {
                return Ok(());
            }
            self.press(Key::Tab).await?;
        }
        self.never_seen(&format!("the focus on the {role} “{name}”")).await
    }

    /// Whether it has the focus.
    pub async fn has_focus(&self, role: &str, name: &str) -> Result<bool> {
        let condition = "[all(p.role, p.name).includes(document.activeElement)]";
        let answer = self
            .until("an answer", condition, json!({ "role": role, "name": name }))
            .await?;
        Ok(answer[0] == true)
    }

    /// Everything that can be read on the page.
    pub async fn text(&self) -> Result<String> {
        let text = self.until("text", "[document.body.innerText]", json!(null)).await?;
        Ok(text[0].as_str().unwrap_or_default().to_owned())
    }
}
