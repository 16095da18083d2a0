//! `GET /studio`, and what it is made of.

use weerwoord_server::assets::ASSETS;

use crate::server::Server;

#[tokio::test]
async fn the_studio_runs_its_own_script_and_nothing_else() {
    let server = Server::start().await;
    let page = server.get("/studio").await;
    assert_eq!((page.status.as_u16(), page.header("content-type")), (200, "text/html; charset=utf-8"));
    let policy = page.header("content-security-policy");
    assert!(policy.starts_with("default-src 'none'; script-src 'self'; style-src 'self';"), "{policy}");
    let html = page.text();
    assert!(!html.contains(" style=") && !html.contains("<style") && !html.contains("onclick"), "inline code");
    for address in ["/studio.js", "/studio.css"] {
        assert!(html.contains(&format!("=\"{address}\"")), "{address}");
        assert_eq!(server.get(address).await.status, 200, "{address}");
    }
    assert_eq!(server.get("/studio/widget.css").await.status, 200);
}

#[tokio::test]
async fn every_theme_is_offered_and_served_to_any_page() {
    let server = Server::start().await;
    let page = server.get("/studio").await;
    let html = page.text();
    let themes: Vec<_> = ASSETS.all.iter().filter(|asset| asset.address.starts_with("/themes/")).collect();
    assert!(themes.len() >= 6, "{}", themes.len());
    for theme in themes {
        let name = theme.address.trim_start_matches("/themes/").trim_end_matches(".css");
        assert!(html.contains(&format!("<option>{name}</option>")), "{name}");
        let answer = server.get(theme.address).await;
        assert_eq!(answer.header("content-type"), "text/css; charset=utf-8");
        assert_eq!(answer.header("access-control-allow-origin"), "*");
        assert_eq!(answer.header("cache-control"), "public, max-age=600");
    }
    assert_eq!(server.get("/themes/none.css").await.status, 404);
}
