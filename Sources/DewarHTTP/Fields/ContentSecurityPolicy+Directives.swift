extension ContentSecurityPolicy {
    /// `base-uri`.
    public var baseURI: String? {
        get { self["base-uri"] }
        set { self["base-uri"] = newValue }
    }

    /// `child-src`.
    public var childSrc: String? {
        get { self["child-src"] }
        set { self["child-src"] = newValue }
    }

    /// `connect-src`.
    public var connectSrc: String? {
        get { self["connect-src"] }
        set { self["connect-src"] = newValue }
    }

    /// `default-src`.
    public var defaultSrc: String? {
        get { self["default-src"] }
        set { self["default-src"] = newValue }
    }

    /// `font-src`.
    public var fontSrc: String? {
        get { self["font-src"] }
        set { self["font-src"] = newValue }
    }

    /// `form-action`.
    public var formAction: String? {
        get { self["form-action"] }
        set { self["form-action"] = newValue }
    }

    /// `frame-ancestors`.
    public var frameAncestors: String? {
        get { self["frame-ancestors"] }
        set { self["frame-ancestors"] = newValue }
    }

    /// `frame-src`.
    public var frameSrc: String? {
        get { self["frame-src"] }
        set { self["frame-src"] = newValue }
    }

    /// `img-src`.
    public var imgSrc: String? {
        get { self["img-src"] }
        set { self["img-src"] = newValue }
    }

    /// `manifest-src`.
    public var manifestSrc: String? {
        get { self["manifest-src"] }
        set { self["manifest-src"] = newValue }
    }

    /// `media-src`.
    public var mediaSrc: String? {
        get { self["media-src"] }
        set { self["media-src"] = newValue }
    }

    /// `navigate-to`.
    public var navigateTo: String? {
        get { self["navigate-to"] }
        set { self["navigate-to"] = newValue }
    }

    /// `object-src`.
    public var objectSrc: String? {
        get { self["object-src"] }
        set { self["object-src"] = newValue }
    }

    /// `prefetch-src`.
    public var prefetchSrc: String? {
        get { self["prefetch-src"] }
        set { self["prefetch-src"] = newValue }
    }

    /// `plugin-types`.
    public var pluginTypes: String? {
        get { self["plugin-types"] }
        set { self["plugin-types"] = newValue }
    }

    /// `report-to`.
    public var reportTo: String? {
        get { self["report-to"] }
        set { self["report-to"] = newValue }
    }

    /// `report-uri`.
    public var reportURI: String? {
        get { self["report-uri"] }
        set { self["report-uri"] = newValue }
    }

    /// `sandbox`.
    public var sandbox: String? {
        get { self["sandbox"] }
        set { self["sandbox"] = newValue }
    }

    /// `script-src`.
    public var scriptSrc: String? {
        get { self["script-src"] }
        set { self["script-src"] = newValue }
    }

    /// `script-src-attr`.
    public var scriptSrcAttr: String? {
        get { self["script-src-attr"] }
        set { self["script-src-attr"] = newValue }
    }

    /// `script-src-elem`.
    public var scriptSrcElem: String? {
        get { self["script-src-elem"] }
        set { self["script-src-elem"] = newValue }
    }

    /// `style-src`.
    public var styleSrc: String? {
        get { self["style-src"] }
        set { self["style-src"] = newValue }
    }

    /// `style-src-attr`.
    public var styleSrcAttr: String? {
        get { self["style-src-attr"] }
        set { self["style-src-attr"] = newValue }
    }

    /// `style-src-elem`.
    public var styleSrcElem: String? {
        get { self["style-src-elem"] }
        set { self["style-src-elem"] = newValue }
    }

    /// `worker-src`.
    public var workerSrc: String? {
        get { self["worker-src"] }
        set { self["worker-src"] = newValue }
    }
}
