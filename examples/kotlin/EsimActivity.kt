// A screen that shows the WebView: Android 8 or newer, androidx.activity, androidx.lifecycle and
// androidx.webkit. `fetchToken` asks your own server, which calls POST /api/redirect-tokens/create.
package com.example.esim

import android.annotation.SuppressLint
import android.app.AlertDialog
import android.content.ActivityNotFoundException
import android.content.Intent
import android.net.Uri
import android.os.Build
import android.os.Bundle
import android.webkit.WebResourceRequest
import android.webkit.WebView
import android.webkit.WebViewClient
import androidx.activity.ComponentActivity
import androidx.activity.OnBackPressedCallback
import androidx.lifecycle.lifecycleScope
import androidx.webkit.WebViewCompat
import androidx.webkit.WebViewFeature
import kotlinx.coroutines.launch
import org.json.JSONException
import org.json.JSONObject

class RedirectToken(val token: String, val url: String)

abstract class EsimActivity : ComponentActivity() {
    abstract suspend fun fetchToken(): RedirectToken

    /** `installed` or `purchased` */
    open fun onChanged(what: String) {}

    private lateinit var view: WebView
    private var origin: Uri? = null

    @SuppressLint("SetJavaScriptEnabled")
    override fun onCreate(state: Bundle?) {
        super.onCreate(state)
        view = WebView(this)
        view.settings.javaScriptEnabled = true
        view.settings.domStorageEnabled = true
        view.settings.allowFileAccess = false
        view.webViewClient = Addresses()
        setContentView(view)
        onBackPressedDispatcher.addCallback(
            this,
            object : OnBackPressedCallback(true) {
                // The screen decides what Back means; at its beginning it answers `close`.
                override fun handleOnBackPressed() {
                    if (origin == null) finish() else tell(JSONObject().put("type", "back"))
                }
            },
        )
        open()
    }

    private fun open() {
        lifecycleScope.launch {
            try {
                val url = withHints(fetchToken().url)
                if (origin == null) listen(url)
                origin = url
                view.loadUrl(url.toString())
            } catch (error: Exception) {
                offerAgain()
            }
        }
    }

    private fun withHints(url: String): Uri =
        Uri.parse(url).buildUpon()
            .appendQueryParameter("device_name", "${Build.MANUFACTURER} ${Build.MODEL}")
            .appendQueryParameter("phone_os", "android")
            .appendQueryParameter("os_version", Build.VERSION.RELEASE)
            .build()

    /** The object's name is part of the protocol; only pages of Hubby's origin get it. */
    private fun listen(url: Uri) {
        if (!WebViewFeature.isFeatureSupported(WebViewFeature.WEB_MESSAGE_LISTENER)) return
        val allowed = setOf("${url.scheme}://${url.encodedAuthority}")
        WebViewCompat.addWebMessageListener(view, "HubbyHost", allowed) { _, message, _, isMainFrame, _ ->
            if (isMainFrame) message.data?.let(::take)
        }
    }

    private fun take(text: String) {
        val message = try {
            JSONObject(text)
        } catch (error: JSONException) {
            return
        }
        if (message.optInt("hubby") != 1) return
        when (val type = message.optString("type")) {
            "open-external" -> openOutside(Uri.parse(message.optString("url")))
            "needs-token" -> lifecycleScope.launch {
                try {
                    tell(JSONObject().put("type", "token").put("redirect_token", fetchToken().token))
                } catch (error: Exception) {
                    offerAgain()
                }
            }
            "installed", "purchased" -> onChanged(type)
            "close" -> finish()
            // `ready` and `height`: a screen of its own scrolls by itself.
        }
    }

    private fun tell(message: JSONObject) {
        message.put("hubby", 1)
        view.evaluateJavascript("window.postMessage($message, location.origin)", null)
    }

    private fun openOutside(url: Uri) {
        if (url.scheme !in setOf("https", "mailto", "tel")) return
        try {
            startActivity(Intent(Intent.ACTION_VIEW, url))
        } catch (error: ActivityNotFoundException) {
            // No app takes it: the traveler stays where they are.
        }
    }

    private inner class Addresses : WebViewClient() {
        override fun shouldOverrideUrlLoading(view: WebView, request: WebResourceRequest): Boolean {
            val url = request.url
            val isOurs = url.scheme == origin?.scheme && url.encodedAuthority == origin?.encodedAuthority
            if (isOurs && url.path?.startsWith("/w/") == true) return false
            openOutside(url)
            return true
        }
    }

    private fun offerAgain() {
        AlertDialog.Builder(this)
            .setMessage("No connection")
            .setPositiveButton("Try again") { _, _ -> open() }
            .setNegativeButton("Close") { _, _ -> finish() }
            .show()
    }
}
