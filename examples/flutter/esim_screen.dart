// A screen that shows the WebView: webview_flutter 4.7 or newer, url_launcher, device_info_plus.
// `fetchToken` asks your own server, which calls POST /api/redirect-tokens/create.
import 'dart:convert';
import 'dart:io';

import 'package:device_info_plus/device_info_plus.dart';
import 'package:flutter/material.dart';
import 'package:url_launcher/url_launcher.dart';
import 'package:webview_flutter/webview_flutter.dart';

typedef RedirectToken = ({String token, Uri url});

class EsimScreen extends StatefulWidget {
  const EsimScreen({super.key, required this.fetchToken, this.onChanged});

  final Future<RedirectToken> Function() fetchToken;

  /// `installed` or `purchased`
  final void Function(String what)? onChanged;

  @override
  State<EsimScreen> createState() => _EsimScreenState();
}

class _EsimScreenState extends State<EsimScreen> {
  late final WebViewController _view;
  Uri? _origin;
  bool _failed = false;

  @override
  void initState() {
    super.initState();
    _view = WebViewController()
      ..setJavaScriptMode(JavaScriptMode.unrestricted)
      // The channel's name is part of the protocol.
      ..addJavaScriptChannel('HubbyHost', onMessageReceived: (message) => _take(message.message))
      ..setNavigationDelegate(NavigationDelegate(onNavigationRequest: _decide));
    _open();
  }

  Future<void> _open() async {
    setState(() => _failed = false);
    try {
      final url = await _withHints((await widget.fetchToken()).url);
      if (!mounted) return;
      setState(() => _origin = url);
      await _view.loadRequest(url);
    } catch (_) {
      if (mounted) setState(() => _failed = true);
    }
  }

  Future<Uri> _withHints(Uri url) async {
    final devices = DeviceInfoPlugin();
    final Map<String, String> hints;
    if (Platform.isIOS) {
      final device = await devices.iosInfo;
      hints = {'device_name': device.utsname.machine, 'os_version': device.systemVersion};
    } else {
      final device = await devices.androidInfo;
      hints = {
        'device_name': '${device.manufacturer} ${device.model}',
        'os_version': device.version.release,
      };
    }
    return url.replace(queryParameters: {
      ...url.queryParameters,
      ...hints,
      'phone_os': Platform.isIOS ? 'ios' : 'android',
    });
  }

  Future<void> _take(String text) async {
    // A channel is there on every page; addresses elsewhere are never opened in here.
    final Object? message;
    try {
      message = jsonDecode(text);
    } on FormatException {
      return;
    }
    if (message is! Map || message['hubby'] != 1) return;
    switch (message['type']) {
      case 'open-external':
        final url = Uri.tryParse('${message['url']}');
        if (url != null) await _openOutside(url);
      case 'needs-token':
        try {
          await _tell({'type': 'token', 'redirect_token': (await widget.fetchToken()).token});
        } catch (_) {
          if (mounted) setState(() => _failed = true);
        }
      case 'installed' || 'purchased':
        widget.onChanged?.call(message['type'] as String);
      case 'close':
        if (mounted) Navigator.of(context).pop();
      // `ready` and `height`: a screen of its own scrolls by itself.
    }
  }

  Future<void> _tell(Map<String, Object> message) => _view.runJavaScript(
      'window.postMessage(${jsonEncode({'hubby': 1, ...message})}, location.origin)');

  Future<void> _openOutside(Uri url) async {
    if (!const {'https', 'mailto', 'tel'}.contains(url.scheme)) return;
    await launchUrl(url, mode: LaunchMode.externalApplication);
  }

  Future<NavigationDecision> _decide(NavigationRequest request) async {
    if (!request.isMainFrame) return NavigationDecision.navigate;
    final url = Uri.parse(request.url);
    final origin = _origin;
    if (origin != null &&
        url.scheme == origin.scheme &&
        url.authority == origin.authority &&
        url.path.startsWith('/w/')) {
      return NavigationDecision.navigate;
    }
    await _openOutside(url);
    return NavigationDecision.prevent;
  }

  @override
  Widget build(BuildContext context) {
    if (_failed) {
      return Scaffold(
        appBar: AppBar(),
        body: Center(child: TextButton(onPressed: _open, child: const Text('Try again'))),
      );
    }
    return PopScope(
      canPop: false,
      // The screen decides what Back means; at its beginning it answers `close`.
      onPopInvokedWithResult: (didPop, _) {
        if (didPop) return;
        if (_origin == null) {
          Navigator.of(context).pop();
        } else {
          _tell({'type': 'back'});
        }
      },
      child: Scaffold(body: SafeArea(child: WebViewWidget(controller: _view))),
    );
  }
}
