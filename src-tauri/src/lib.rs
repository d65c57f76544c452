//! The desktop shell: it hands the window's commands to core, passes on what changed, and shows notifications.
//! It knows no business rule.

mod host;
mod logging;
mod notification;
mod window;

use clap::Parser;
use host::Shell;
use kontor_core::{Kontor, commands};
use kontor_model::Result;
use serde_json::{Value, json};
use std::{path::PathBuf, sync::Arc};
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
}

/// What the window's commands work on. When the data folder cannot be opened, each says why.
struct Opened {
    kontor: Result<Kontor>,
    shell: Arc<Shell>,
}

/// Opens the window and stays until it is closed.
///
/// # Errors
/// When the system has no way to show a window.
pub fn run() -> tauri::Result<()> {
    let arguments = Arguments::parse();
    logging::start();
    let app = tauri::Builder::default()
        .manage(open(&arguments))
        .invoke_handler(tauri::generate_handler![call])
        .setup(move |app| {
            start(app.handle(), arguments.demo);
            Ok(window::open(app)?)
        })
        .build(tauri::generate_context!())?;
    app.run(|app, event| {
        if let (RunEvent::Exit, Ok(kontor)) = (event, &app.state::<Opened>().kontor) {
            kontor.stop();
        }
    });
    Ok(())
}

fn open(arguments: &Arguments) -> Opened {
    let folder = arguments.data_dir.clone().map_or_else(kontor_host::usual_data_dir, Ok);
    let shell = Arc::new(Shell::new(folder.as_deref().unwrap_or(std::path::Path::new(""))));
    Opened {
        kontor: folder.and_then(|folder| kontor_host::open(&folder)),
        shell,
    }
}

/// Starts what goes on without the window's asking.
fn start(app: &AppHandle, demo: bool) {
    let Opened {
        kontor: Ok(kontor),
        shell,
    } = &*app.state::<Opened>()
    else {
        return;
    };
    let (kontor, shell) = (kontor.clone(), shell.clone());
    let mut events = kontor.events();
    let window = app.clone();
    async_runtime::spawn(async move {
        while let Some(change) = kontor_host::next_change(&mut events).await {
            if let Err(error) = window.emit_to(window::MAIN, "changed", change) {
                log::warn!("the window was not told of a change: {error}");
            }
        }
    });
    async_runtime::spawn(async move {
        if demo && let Err(error) = commands::dispatch(&kontor, &*shell, "open_demo", json!({})).await {
            log::warn!("the demo tenant was not opened: {error}");
        }
        kontor.run(shell).await;
    });
}

/// The window's only way in: a command of core's list, by name.
#[tauri::command]
async fn call(opened: State<'_, Opened>, name: String, input: Value) -> Result<Value> {
    let kontor = opened.kontor.as_ref().map_err(Clone::clone)?;
    commands::dispatch(kontor, &*opened.shell, &name, input).await
}
