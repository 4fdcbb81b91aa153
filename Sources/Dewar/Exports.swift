// One import gives an application all it needs.
@_exported public import DewarCore
// What a server's configuration is made of.
@_exported public import struct DewarFastCGI.AddressRange
@_exported public import struct DewarFastCGI.FastCGIConfiguration
@_exported public import enum DewarFastCGI.ListeningAddress
@_exported public import DewarHTTP
@_exported public import DewarRouting
@_exported public import DewarSigning
@_exported public import DewarTemplates
@_exported public import DewarText
@_exported public import HTTPTypes
// The type of `<uuid:id>`.
@_exported public import struct FoundationEssentials.UUID
