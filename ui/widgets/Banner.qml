import QtQuick
import "../theme"

// A note that must be seen. `tone`: "info", "warn", "alert", "good".
Rectangle {
    id: banner

    property string words: ""
    property string tone: "info"
    property real em: Theme.body
    readonly property color strong: tone === "alert" ? Theme.alert : tone === "warn" ? Theme.warn
        : tone === "good" ? Theme.good : Theme.primary

    visible: words !== ""
    implicitHeight: sentence.implicitHeight + Theme.mm(6)
    height: implicitHeight
    radius: Theme.mm(2.5)
    color: tone === "alert" ? Theme.alertTint : tone === "warn" ? Theme.warnTint
        : tone === "good" ? Theme.goodTint : Theme.primaryTint
    border.width: Theme.mm(0.7)
    border.color: strong

    Rectangle {
        id: sign
        width: Theme.mm(9)
        height: width
        radius: width / 2
        anchors.left: parent.left
        anchors.leftMargin: Theme.mm(4)
        anchors.verticalCenter: parent.verticalCenter
        color: banner.strong

        OneLine {
            anchors.centerIn: parent
            words: banner.tone === "good" ? "✓" : banner.tone === "info" ? "i" : "!"
            em: 7
            font.bold: true
            color: Theme.inkOnPrimary
            Accessible.ignored: true
        }
    }
    Prose {
        id: sentence
        words: banner.words
        em: banner.em
        anchors.left: sign.right
        anchors.leftMargin: Theme.mm(4)
        anchors.right: parent.right
        anchors.rightMargin: Theme.mm(4)
        anchors.verticalCenter: parent.verticalCenter
        font.bold: true
        color: banner.strong
        leading: 1.3
    }
}
