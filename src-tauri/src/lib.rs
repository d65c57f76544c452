//! The desktop shell: it hands the window's commands to core, passes on what changed, and shows notifications.
//! It knows no business rule.

mod host;
mod logging;
mod notification;
mod outside;
mod save;
mod window;

use clap::Parser;
use host::Shell;
use kontor_core::Kontor;
use kontor_host::Background;
use kontor_model::Result;
use serde_json::{Value, json};
use std::{
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
};
use tauri::{AppHandle, Emitter, Manager, RunEvent, State, async_runtime};

/// Your Microsoft 365 tenants, at hand without a network.
#[derive(Parser)]
#[command(name = "kontor-desktop", version)]
struct Arguments {
    /// Where Kontor keeps its files, instead of the usual folder
    #[arg(long, value_name = "DIR")]
    data_dir: Option<PathBuf>,
    /// Open the demo tenant
    #[arg(long)]
    demo: bool,
    /// Open the object that a kontor:// link leads to
    link: Option<String>,
}

/// What the window's commands work on. When the data folder cannot be opened, each says why.
struct Opened {
    kontor: Result<Kontor>,
    shell: Arc<Shell>,
    background: Mutex<Option<Background>>,
}

/// Opens the window and stays until it is closed.
///
/// # Errors
/// When the system has no way to show a window.
pub fn run() -> tauri::Result<()> {
    let arguments = Arguments::parse();
    logging::start();
    kontor_host::keep_secrets_out_of_crashes();
    let app = tauri::Builder::default()
        .manage(open(&arguments))
        .invoke_handler(tauri::generate_handler![call, save::save_file])
        .setup(move |app| {
            start(app.handle(), arguments.demo);
            Ok(window::open(app, arguments.link.as_deref())?)
        })
        .build(tauri::generate_context!())?;
    app.run(|app, event| {
        if let RunEvent::Exit = event {
            // The window is gone by now, so nobody watches this wait.
            let background = app.state::<Opened>().take_background();
            if background.is_some_and(|background| !async_runtime::block_on(background.end())) {
                log::warn!("something was still under way at the end; the next start finds out what became of it");
            }
        }
    });
    Ok(())
}

fn open(arguments: &Arguments) -> Opened {
    let folder = arguments.data_dir.clone().map_or_else(kontor_host::usual_data_dir, Ok);
    let shell = Arc::new(Shell::new(folder.as_deref().unwrap_or(std::path::Path::new(""))));
    Opened {
        kontor: folder.and_then(|folder| {
            let kontor = kontor_host::open(&folder, kontor_host::system_language())?;
            kontor.begin_locked()?;
            Ok(kontor)
        }),
        shell,
        background: Mutex::default(),
    }
}

impl Opened {
    fn take_background(&self) -> Option<Background> {
        self.background.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// Starts what goes on without the window's asking.
fn start(app: &AppHandle, demo: bool) {
    let asked = app.clone();
    async_runtime::spawn(async move {
        match kontor_host::asked_to_end() {
            Ok(end) => {
                end.await;
                asked.exit(0);
            }
            Err(error) => log::warn!("the end of the session will not be heard of: {error}"),
        }
    });
    let opened = app.state::<Opened>();
    let Ok(kontor) = &opened.kontor else { return };
    let mut events = kontor.events();
    let window = app.clone();
    async_runtime::spawn(async move {
        while let Some(change) = kontor_host::next_change(&mut events).await {
            if let Err(error) = window.emit_to(window::MAIN, "changed", change) {
                log::warn!("the window was not told of a change: {error}");
            }
        }
    });
    let (here, shell) = (kontor.clone(), opened.shell.clone());
    let first = async move {
        if demo && let Err(error) = kontor_host::call(&here, shell, "open_demo".to_owned(), json!({})).await {
            log::warn!("the demo tenant was not opened: {error}");
        }
    };
    let (kontor, shell) = (kontor.clone(), opened.shell.clone());
    let background = async_runtime::block_on(async move { Background::start(kontor, shell, first) });
    *opened.background.lock().unwrap_or_else(PoisonError::into_inner) = Some(background);
}

/// The window's way to core: a command of its list, by name.
#[tauri::command]
async fn call(opened: State<'_, Opened>, name: String, input: Value) -> Result<Value> {
    let kontor = opened.kontor.as_ref().map_err(Clone::clone)?;
    kontor_host::call(kontor, opened.shell.clone(), name, input).await
}
