package io.pipit.xmpp.xml;

import com.fasterxml.aalto.async.AsyncByteArrayScanner;
import com.fasterxml.aalto.in.ReaderConfig;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;

/**
 * The library's scanner, without what it takes against the specifications. Has its own
 * configuration, since a shared one keeps every name that its scanners ever saw.
 */
final class StrictScanner extends AsyncByteArrayScanner {

  static final String UNSUPPORTED_ENCODING = "Unsupported encoding";

  StrictScanner() {
    super(configuration());
  }

  private static ReaderConfig configuration() {
    ReaderConfig configuration = new ReaderConfig().createNonShared(null, null, null);
    configuration.setActualEncoding("UTF-8");
    return configuration;
  }

  /** The index, in the array it was fed, of the next byte to be scanned. */
  int position() {
    return _inputPtr;
  }

  /** What it was fed and has not looked at is gone. */
  void skipInput() {
    _inputPtr = _inputEnd;
  }

  /** Whether it is inside a document type declaration, or failed there. */
  boolean isInDoctype() {
    return _nextEvent == XMLStreamConstants.DTD;
  }

  /** {@code &#x;} would stand for the character of the reference before it. */
  @Override
  protected int handleEntityInAttributeValue() throws XMLStreamException {
    _entityValue = 0;
    return super.handleEntityInAttributeValue();
  }

  /** {@code xmlns:=''} would declare nothing. */
  @Override
  protected boolean handleNsDecl() throws XMLStreamException {
    if (_elemAttrName.getLocalName().isEmpty()) {
      reportInputProblem("A prefix has a name");
    }
    return super.handleNsDecl();
  }

  /** {@code UTF8} and {@code U-T-F-8} would do, and so would ISO-8859-1. */
  @Override
  protected void verifyAndSetXmlEncoding() throws XMLStreamException {
    if (!_textBuilder.contentsAsString().equalsIgnoreCase("UTF-8")) {
      reportInputProblem(UNSUPPORTED_ENCODING);
    }
    super.verifyAndSetXmlEncoding();
  }
}
