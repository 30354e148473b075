// A screen that shows the WebView: iOS 15 or newer, WebKit only.
// `fetchToken` asks your own server, which calls POST /api/redirect-tokens/create.
import UIKit
import WebKit

struct RedirectToken: Decodable {
    let redirect_token: String
    let redirect_url: URL
}

final class EsimViewController: UIViewController, WKScriptMessageHandler, WKNavigationDelegate, WKUIDelegate {
    private let fetchToken: () async throws -> RedirectToken
    private let onChanged: (String) -> Void
    private var webView: WKWebView!
    private var origin: URL?

    init(fetchToken: @escaping () async throws -> RedirectToken, onChanged: @escaping (String) -> Void = { _ in }) {
        self.fetchToken = fetchToken
        self.onChanged = onChanged
        super.init(nibName: nil, bundle: nil)
    }

    required init?(coder: NSCoder) { nil }

    override func loadView() {
        let configuration = WKWebViewConfiguration()
        // The handler's name is part of the protocol. A weak one, since WebKit keeps what it is given.
        configuration.userContentController.add(WeakHandler(self), name: "hubby")
        webView = WKWebView(frame: .zero, configuration: configuration)
        webView.navigationDelegate = self
        webView.uiDelegate = self
        webView.allowsBackForwardNavigationGestures = true
        view = webView
    }

    override func viewDidLoad() {
        super.viewDidLoad()
        navigationItem.leftBarButtonItem = UIBarButtonItem(
            systemItem: .close, primaryAction: UIAction { [weak self] _ in self?.tell(["type": "back"]) })
        open()
    }

    private func open() {
        Task { @MainActor in
            do {
                let url = withHints(try await fetchToken().redirect_url)
                origin = url
                webView.load(URLRequest(url: url))
            } catch {
                offerAgain()
            }
        }
    }

    private func withHints(_ url: URL) -> URL {
        guard var parts = URLComponents(url: url, resolvingAgainstBaseURL: false) else { return url }
        parts.queryItems = (parts.queryItems ?? []) + [
            URLQueryItem(name: "device_name", value: modelIdentifier()),
            URLQueryItem(name: "phone_os", value: "ios"),
            URLQueryItem(name: "os_version", value: UIDevice.current.systemVersion),
        ]
        return parts.url ?? url
    }

    /// Such as iPhone16,2.
    private func modelIdentifier() -> String {
        var info = utsname()
        uname(&info)
        return withUnsafeBytes(of: &info.machine) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }

    // MARK: messages

    func userContentController(_ controller: WKUserContentController, didReceive message: WKScriptMessage) {
        guard message.frameInfo.isMainFrame, isOurs(message.frameInfo.request.url),
              let body = message.body as? [String: Any], body["hubby"] as? Int == 1,
              let type = body["type"] as? String else { return }
        switch type {
        case "open-external":
            if let text = body["url"] as? String, let url = URL(string: text) { openOutside(url) }
        case "needs-token":
            Task { @MainActor in
                do { tell(["type": "token", "redirect_token": try await fetchToken().redirect_token]) }
                catch { offerAgain() }
            }
        case "installed", "purchased":
            onChanged(type)
        case "close":
            dismiss(animated: true)
        default:
            break // `ready` and `height`: a screen of its own scrolls by itself.
        }
    }

    private func tell(_ message: [String: Any]) {
        let whole = message.merging(["hubby": 1]) { old, _ in old }
        guard let data = try? JSONSerialization.data(withJSONObject: whole) else { return }
        let text = String(decoding: data, as: UTF8.self)
        webView.evaluateJavaScript("window.postMessage(\(text), location.origin)")
    }

    // MARK: addresses

    private func isOurs(_ url: URL?) -> Bool {
        guard let url, let origin else { return false }
        return url.scheme == origin.scheme && url.host == origin.host && url.port == origin.port
    }

    private func openOutside(_ url: URL) {
        guard ["https", "mailto", "tel"].contains(url.scheme ?? "") else { return }
        UIApplication.shared.open(url)
    }

    func webView(_ webView: WKWebView, decidePolicyFor action: WKNavigationAction) async -> WKNavigationActionPolicy {
        guard let url = action.request.url, action.targetFrame?.isMainFrame != false else { return .allow }
        if isOurs(url), url.path.hasPrefix("/w/") { return .allow }
        openOutside(url)
        return .cancel
    }

    /// Links that ask for a window of their own.
    func webView(_ webView: WKWebView, createWebViewWith configuration: WKWebViewConfiguration,
                 for action: WKNavigationAction, windowFeatures: WKWindowFeatures) -> WKWebView? {
        if let url = action.request.url { openOutside(url) }
        return nil
    }

    private func offerAgain() {
        let alert = UIAlertController(title: nil, message: "No connection", preferredStyle: .alert)
        alert.addAction(UIAlertAction(title: "Try again", style: .default) { [weak self] _ in self?.open() })
        alert.addAction(UIAlertAction(title: "Close", style: .cancel) { [weak self] _ in self?.dismiss(animated: true) })
        present(alert, animated: true)
    }
}

private final class WeakHandler: NSObject, WKScriptMessageHandler {
    private weak var target: WKScriptMessageHandler?
    init(_ target: WKScriptMessageHandler) { self.target = target }
    func userContentController(_ controller: WKUserContentController, didReceive message: WKScriptMessage) {
        target?.userContentController(controller, didReceive: message)
    }
}
