using Batumi.Workflows.Web.Pages.Public.Error;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace Batumi.Workflows.Web.Hosting;

/// <summary>A page answers the methods it has a handler for. Without this, Razor Pages shows the page with nothing loaded.</summary>
internal sealed class OnlyItsMethods : IPageFilter
{
    public void OnPageHandlerSelected(PageHandlerSelectedContext context)
    {
    }

    public void OnPageHandlerExecuting(PageHandlerExecutingContext context)
    {
        if (context.HandlerMethod is not null || context.HandlerInstance is ErrorModel) return;

        // A page without any handler for reading is shown as it is.
        var isRead = HttpMethods.IsGet(context.HttpContext.Request.Method) || HttpMethods.IsHead(context.HttpContext.Request.Method);
        if (isRead && context.ActionDescriptor.HandlerMethods.All(method => !HttpMethods.IsGet(method.HttpMethod))) return;
        context.Result = new StatusCodeResult(isRead ? StatusCodes.Status404NotFound : StatusCodes.Status405MethodNotAllowed);
    }

    public void OnPageHandlerExecuted(PageHandlerExecutedContext context)
    {
    }
}
